import type { RouteAnswer, routes } from '@buildbutler/contract';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { readBuildReference } from '../../lib/build-reference.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCountOf } from '../../lib/format-number.ts';
import { useTestFailureRule } from '../../queries/failure-rules.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Segments } from '../../ui/segments.tsx';
import classes from './rule-dialog.module.css';

const sources = [
  { value: 'text', label: 'Text' },
  { value: 'build', label: 'Build' },
] as const;

/** Tries a pattern on a pasted text, or on the kept log of a build. */
export function RuleTrial({ pattern, ignoreCase }: { pattern: string; ignoreCase: boolean }) {
  const trial = useTestFailureRule();
  const [source, setSource] = useState<'text' | 'build'>('text');
  const [text, setText] = useState('');
  const [build, setBuild] = useState('');
  const buildId = readBuildReference(build);
  const isReady = pattern !== '' && (source === 'text' ? text !== '' : buildId !== undefined);
  const run = () => {
    const subject = source === 'text' ? { text } : buildId === undefined ? {} : { buildId };
    trial.mutate({ pattern, ignoreCase, ...subject });
  };
  return (
    <fieldset className={classes.trial}>
      <legend className="visually-hidden">Try the pattern</legend>
      <div className={classes.row}>
        <span className={classes.title}>Try it</span>
        <Segments label="Try it on" options={sources} value={source} onChange={setSource} />
        <Button disabled={!isReady} loading={trial.isPending} onClick={run}>
          Try pattern
        </Button>
      </div>
      {source === 'text' ? (
        <Textarea
          aria-label="Lines of a log"
          placeholder="Paste lines of a log"
          classNames={{ input: classes.pattern }}
          rows={4}
          value={text}
          maxLength={262_144}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          aria-label="Build"
          placeholder="Address of the page of a failed build"
          value={build}
          error={build !== '' && buildId === undefined ? 'this is not the address of a build here' : undefined}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setBuild(event.currentTarget.value)}
        />
      )}
      {trial.isError && <ErrorState error={trial.error} compact />}
      {trial.data !== undefined && <Outcome answer={trial.data} />}
    </fieldset>
  );
}

function Outcome({ answer }: { answer: RouteAnswer<typeof routes.testFailureRule> }) {
  const { ok, message, matches, tookMs } = answer;
  return (
    <div role="status">
      <p className={classes.said} data-wrong={!ok || undefined}>
        {ok
          ? `${matches.length === 0 ? 'No line matches' : `${formatCountOf(matches.length, 'line matches', 'lines match')}`} · took ${formatDuration(tookMs)}`
          : (message ?? 'This pattern cannot be used.')}
      </p>
      {matches.length > 0 && (
        <ol className={classes.matches}>
          {matches.map(({ line, text }) => (
            <li key={line} className={classes.match}>
              <span className={classes.line}>{line}</span>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
