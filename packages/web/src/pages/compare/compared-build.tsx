import type { BuildSummary } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { Donut } from '../../charts/donut.tsx';
import { Swatch } from '../../charts/swatch.tsx';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatRate, unknown } from '../../lib/format-number.ts';
import { shortCommit } from '../../lib/job-name.ts';
import { useBuildStages, useBuildTests } from '../../queries/build-deep.ts';
import { CategoryBadge } from '../../ui/category-badge.tsx';
import { ResultMark } from '../../ui/result-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { RunningTime } from '../builds/running-time.tsx';
import classes from './compared-build.module.css';

const donutPx = 88;

/** One of two builds: which, how it went, and its tests as a ring. */
export function ComparedBuild({ letter, build }: { letter: 'A' | 'B'; build: BuildSummary }) {
  // Stages and tests of an older build are fetched from Jenkins when somebody asks for them.
  useBuildStages(build.id);
  useBuildTests(build.id, { per_page: 1 });
  return (
    <section className={classes.root} aria-label={`Build ${letter}`}>
      <div className={classes.text}>
        <p className={classes.name}>
          <span className={classes.letter}>{letter}</span>
          <ResultMark result={build.result} building={build.building} iconOnly />
          <Link to="/builds/$id" params={{ id: build.id }} className={classes.link}>
            <JobLabel fullName={build.jobName} instance={build.instance} branch={build.branch} number={build.number} />
          </Link>
        </p>
        <dl className={classes.facts}>
          <Fact label="Result">
            <ResultMark result={build.result} building={build.building} />
            {build.failureCategory !== null && <CategoryBadge category={build.failureCategory} />}
          </Fact>
          <Fact label="Started">
            <TimeAgo at={build.timestamp} />
          </Fact>
          <Fact label="Duration">
            {build.building ? <RunningTime since={build.timestamp} /> : formatDuration(build.duration)}
          </Fact>
          <Fact label="Branch">
            <span title={build.branch ?? undefined}>{build.branch ?? unknown}</span>
          </Fact>
          <Fact label="Commit">
            <span className="mono">{build.commit === null ? unknown : shortCommit(build.commit)}</span>
          </Fact>
          <Fact label="Agent">
            <span title={build.agent ?? undefined}>{build.agent ?? unknown}</span>
          </Fact>
        </dl>
      </div>
      <TestRing letter={letter} tests={build.tests} />
    </section>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function TestRing({ letter, tests }: { letter: string; tests: BuildSummary['tests'] }) {
  if (tests === null) return <p className={classes.none}>No test report</p>;
  const { total, passed, failed, skipped } = tests;
  const parts = [
    { tone: 'failure', count: failed, word: 'failed' },
    { tone: 'success', count: passed, word: 'passed' },
    { tone: 'aborted', count: skipped, word: 'skipped' },
  ] as const;
  return (
    <div className={classes.tests}>
      <Donut
        name={`Tests of build ${letter}`}
        parts={parts}
        figure={formatRate(total === 0 ? null : passed / total)}
        size={donutPx}
      />
      <ul className={classes.counts}>
        {parts.map(({ tone, count, word }) => (
          <li key={word}>
            <Swatch tone={tone} />
            {formatCount(count)} {word}
          </li>
        ))}
      </ul>
    </div>
  );
}
