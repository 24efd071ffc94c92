import type { Build, Job } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { externalUrl } from '../../lib/external-url.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, unknown } from '../../lib/format-number.ts';
import { formatMoment } from '../../lib/format-time.ts';
import { shortCommit } from '../../lib/job-name.ts';
import { againstUsual } from '../../lib/usual.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { RunningTime } from '../builds/running-time.tsx';
import { BuildCauses } from './build-causes.tsx';
import { BuildDownstream } from './build-downstream.tsx';
import classes from './build-facts.module.css';

/** Why, where, from what and how long. */
export function BuildFacts({ build, job }: { build: Build; job: Job | undefined }) {
  return (
    <Facts>
      <Fact label="Started">
        <TimeAgo at={build.timestamp} /> <span className={classes.muted}>{formatMoment(build.timestamp)}</span>
      </Fact>
      <Fact label="Duration" definition={definitions.usual}>
        <Duration build={build} job={job} />
      </Fact>
      <Fact label="Queue time" definition={definitions.queueTime.replace('Average time', 'Time')}>
        {formatDuration(build.queueTime)}
      </Fact>
      <Fact label="Agent">
        <span title={build.agent ?? undefined}>{build.agent ?? unknown}</span>
      </Fact>
      <Fact label="Cause">
        <BuildCauses causes={build.causes} />
      </Fact>
      <Fact label="Branch">
        {build.branch === null ? (
          unknown
        ) : (
          <Copied text={build.branch} label="Copy the branch">
            <Link to="/builds" search={{ branch: build.branch }} className={classes.link} title={build.branch}>
              {build.branch}
            </Link>
          </Copied>
        )}
      </Fact>
      <Fact label="Commit">
        {build.commit === null ? (
          unknown
        ) : (
          <Copied text={build.commit} label="Copy the commit">
            <span className="mono" title={build.commit}>
              {shortCommit(build.commit)}
            </span>
          </Copied>
        )}
      </Fact>
      <Fact label="Tests">
        <Tests tests={build.tests} />
      </Fact>
      {build.downstream.length > 0 && (
        <Fact label="Started builds" isWide>
          <BuildDownstream downstream={build.downstream} />
        </Fact>
      )}
      {build.pullRequest !== null && (
        <Fact label="Pull request" isWide>
          <PullRequest request={build.pullRequest} />
        </Fact>
      )}
      {build.description !== null && build.description !== '' && (
        <Fact label="Description" isWide>
          {build.description}
        </Fact>
      )}
    </Facts>
  );
}

function Duration({ build, job }: { build: Build; job: Job | undefined }) {
  if (build.building) return <RunningTime since={build.timestamp} />;
  const isComparable = build.result === 'SUCCESS' || build.result === 'UNSTABLE';
  const usual = job?.duration.p50 ?? null;
  const compared = isComparable
    ? againstUsual(build.duration, usual)
    : usual === null
      ? undefined
      : `usually ${formatDuration(usual)}`;
  return (
    <>
      {formatDuration(build.duration)} {compared !== undefined && <span className={classes.muted}>{compared}</span>}
    </>
  );
}

function Copied({ text, label, children }: { text: string; label: string; children: React.ReactNode }) {
  return (
    <span className={classes.copied}>
      {children}
      <CopyButton text={text} label={label} />
    </span>
  );
}

function Tests({ tests }: { tests: Build['tests'] }) {
  if (tests === null) return unknown;
  const { total, failed } = tests;
  return (
    <Link to="." search={((before: object) => ({ ...before, tab: 'tests' })) as never} className={classes.link}>
      {failed > 0 ? (
        <>
          <span className={classes.failed}>{formatCount(failed)} failed</span> of {formatCount(total)}
        </>
      ) : (
        `${formatCount(total)} ran, none failed`
      )}
    </Link>
  );
}

function PullRequest({ request }: { request: NonNullable<Build['pullRequest']> }) {
  const text = [request.number === null ? null : `#${request.number}`, request.title].filter(Boolean).join(' ');
  const url = externalUrl(request.url);
  const title = [text, request.author === null ? null : `by ${request.author}`].filter(Boolean).join(' ');
  if (url === undefined) return <span title={title}>{text === '' ? unknown : text}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer" className={classes.link} title={title}>
      {text === '' ? url : text}
    </a>
  );
}
