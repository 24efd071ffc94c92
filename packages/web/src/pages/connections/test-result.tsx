import type { ConnectionTest } from '@buildbutler/contract';
import { Button, CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatCountOf } from '../../lib/format-number.ts';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { RightsGrid } from './rights-grid.tsx';
import classes from './test-result.module.css';

interface TestResultProps {
  /** Absent while the test runs. */
  readonly result: ConnectionTest | undefined;
  readonly onClose?: () => void;
  /** Stands inside a card: no border of its own. */
  readonly isInset?: boolean;
  /** Takes over the address the controller itself points to. */
  readonly onUseUrl?: (url: string) => void;
}

/** What the message of the test does not say: a passed one names version, user and jobs itself. */
function facts(result: ConnectionTest): string {
  const latency = result.latencyMs === null ? '' : `answered in ${result.latencyMs}\u00a0ms`;
  if (result.ok) return latency === '' ? '' : `Jenkins ${latency}`;
  return [
    result.jenkinsVersion === null ? '' : `Jenkins ${result.jenkinsVersion}`,
    result.authenticatedAs === null ? '' : `signed in as ${result.authenticatedAs}`,
    result.jobsVisible === null ? '' : `${formatCountOf(result.jobsVisible, 'job')} readable`,
    latency,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function toneOf(result: ConnectionTest): 'success' | 'unstable' | 'failure' {
  if (!result.ok) return 'failure';
  return result.code === 'ok' && result.tlsVerified ? 'success' : 'unstable';
}

/** What a test found: who we are, what can be read and what is missing; or what failed, why and what to do. */
export function TestResult({ result, onClose, onUseUrl, isInset = false }: TestResultProps) {
  if (result === undefined) {
    return (
      <Frame title="Testing the connection" isInset={isInset}>
        <SkeletonRows count={4} height={32} />
      </Frame>
    );
  }
  const line = facts(result);
  return (
    <Frame title="Test result" isInset={isInset} {...(onClose === undefined ? {} : { onClose })}>
      <div className={classes.notice}>
        <Notice
          tone={toneOf(result)}
          title={result.message}
          isNews
          {...(result.code === 'ok' ? {} : { code: result.code })}
          {...(result.suggestedUrl !== null && onUseUrl !== undefined
            ? { action: <UseUrl url={result.suggestedUrl} onUse={onUseUrl} /> }
            : {})}
        >
          {result.cause !== null && <p>{result.cause}</p>}
          {result.fix !== null && <p>{result.fix}</p>}
          {line !== '' && <p className={classes.facts}>{line}</p>}
          {result.ok && !result.tlsVerified && (
            <p>The certificate was not verified: the API token can be read on the way.</p>
          )}
        </Notice>
      </div>
      {result.rights.some((right) => right.granted !== null) && <RightsGrid rights={result.rights} />}
    </Frame>
  );
}

function UseUrl({ url, onUse }: { url: string; onUse: (url: string) => void }) {
  return (
    <Button className={classes.useUrl} onClick={() => onUse(url)}>
      Use {url}
    </Button>
  );
}

interface FrameProps {
  readonly title: string;
  readonly isInset: boolean;
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

function Frame({ title, isInset, onClose, children }: FrameProps) {
  const Heading = isInset ? 'h3' : 'h2';
  return (
    <section className={isInset ? classes.inset : classes.frame} aria-label={title}>
      <header className={classes.head}>
        <Heading className={classes.title}>{title}</Heading>
        {onClose !== undefined && <CloseButton size="sm" aria-label="Close the test result" onClick={onClose} />}
      </header>
      {children}
    </section>
  );
}
