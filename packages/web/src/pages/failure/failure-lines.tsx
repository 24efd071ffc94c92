import type { FingerprintDetail } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { FailureEvidence } from '../build/failure-evidence.tsx';
import classes from './failure-lines.module.css';

/** The lines that all builds of a failure share, and those of the newest one word for word. */
export function FailureLines({ failure }: { failure: FingerprintDetail }) {
  const { lines, example, lastBuild } = failure;
  return (
    <Panel
      title="What the builds have in common"
      note={<Hint text={definitions.fingerprint}>without times, paths and numbers</Hint>}
      action={<CopyButton text={lines.join('\n')} label="Copy the lines" />}
    >
      <pre className={classes.lines}>{lines.join('\n')}</pre>
      {example.length > 0 && (
        <>
          <p className={classes.newest}>
            Newest:{' '}
            <Link to="/builds/$id" params={{ id: lastBuild.id }}>
              {lastBuild.jobName} #{lastBuild.number}
            </Link>
          </p>
          <FailureEvidence evidence={example} buildId={lastBuild.id} />
        </>
      )}
    </Panel>
  );
}
