import type { BuildTests as Answer, Build, BuildTest } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { distinctKeys } from '../../lib/distinct-keys.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { standingWords } from '../../lib/standing-words.ts';
import { useBuildTests } from '../../queries/build-deep.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Pager } from '../../ui/pager.tsx';
import { ResultMark } from '../../ui/result-mark.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { BuildTestCounts } from './build-test-counts.tsx';
import classes from './build-tests.module.css';
import { StageMark } from './stage-mark.tsx';

type Choice = 'all' | BuildTest['status'];

const choices = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Failed' },
  { value: 'skipped', label: 'Skipped' },
  { value: 'passed', label: 'Passed' },
] as const;

/** How many tests ran, and each of them: failed ones first, with what they said. */
export function BuildTests({ build, tests }: { build: Build; tests: NonNullable<Build['tests']> }) {
  const [choice, setChoice] = useState<Choice>('all');
  const [q, setText] = useState('');
  const [page, setPage] = useState(1);
  const [perPage, setPerPage] = useState(25);
  const answer = useBuildTests(build.id, {
    ...{ page, per_page: perPage },
    ...(choice === 'all' ? {} : { status: choice }),
    ...(q.trim() === '' ? {} : { q: q.trim() }),
  });
  const atStart = (change: () => void) => {
    change();
    setPage(1);
  };
  return (
    <>
      <BuildTestCounts tests={tests} />
      <div className={classes.tools}>
        <Segments
          label="Which tests"
          options={choices}
          value={choice}
          onChange={(next) => atStart(() => setChoice(next))}
        />
        <input
          type="search"
          className={classes.search}
          aria-label="Search the tests"
          placeholder="Test, class or suite"
          value={q}
          onChange={(event) => {
            const { value } = event.currentTarget;
            atStart(() => setText(value));
          }}
        />
      </div>
      {answer.data !== undefined ? (
        <List answer={answer.data} />
      ) : answer.isPending ? (
        <SkeletonRows count={5} />
      ) : (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      )}
      {answer.data !== undefined && answer.data.meta.total > 25 && (
        <Pager
          {...{ page, perPage, total: answer.data.meta.total, noun: 'tests', onPage: setPage }}
          onPerPage={(next) => atStart(() => setPerPage(next))}
        />
      )}
    </>
  );
}

function List({ answer: { data, meta } }: { answer: Answer }) {
  if (meta.counts === null) {
    const { title, why } = standingWords(meta, 'tests');
    return <EmptyState title={title}>{why}</EmptyState>;
  }
  if (data.length === 0) return <EmptyState title="No test matches" />;
  const keys = distinctKeys(data.map(({ className, name, suite }) => `${suite} ${className} ${name}`));
  return (
    <ol className={classes.list}>
      {data.map((test, index) => (
        <li key={keys[index]} className={classes.item}>
          <Test test={test} />
        </li>
      ))}
    </ol>
  );
}

const marks = {
  failed: <ResultMark result="FAILURE" iconOnly />,
  passed: <ResultMark result="SUCCESS" iconOnly />,
  skipped: <StageMark status="skipped" />,
};

/** `hasLink` is for rows that do nothing themselves: a row that opens may hold no other control. */
function Head({ test, hasLink = false }: { test: BuildTest; hasLink?: boolean }) {
  const { className, suite, stages, failedSince, duration, status } = test;
  const about = [className ?? suite, stages.length > 0 ? stages.join(' › ') : null].filter((part) => part !== null);
  return (
    <>
      {marks[status]}
      <span className={classes.names}>
        {hasLink ? (
          <Link to="/tests/$id" params={{ id: test.id }} className={`${classes.name} ${classes.link}`}>
            {test.name}
          </Link>
        ) : (
          <span className={classes.name}>{test.name}</span>
        )}
        <span className={classes.about}>{about.join(' · ')}</span>
      </span>
      {failedSince !== null && status === 'failed' && <span className={classes.since}>since #{failedSince}</span>}
      <span className={classes.time}>{formatDuration(duration)}</span>
    </>
  );
}

function Test({ test }: { test: BuildTest }) {
  const text = [test.error, test.stack, test.message].filter((part) => part !== null && part !== '').join('\n\n');
  if (text === '') {
    return (
      <div className={classes.head}>
        <Head test={test} hasLink />
      </div>
    );
  }
  return (
    <details>
      <summary className={classes.head}>
        <Head test={test} />
      </summary>
      <pre className={classes.error}>
        {text}
        {test.isCut && '\n…'}
      </pre>
      <p className={classes.more}>
        <Link to="/tests/$id" params={{ id: test.id }} className={classes.link}>
          All runs of this test
        </Link>
      </p>
    </details>
  );
}
