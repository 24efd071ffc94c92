import type { Build } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { externalUrl } from '../../lib/external-url.ts';
import { splitJobName } from '../../lib/job-name.ts';
import { isRed } from '../../lib/result.ts';
import { runProgress } from '../../lib/run-progress.ts';
import { useNow } from '../../lib/use-now.ts';
import { buildVerdict } from '../../lib/verdict.ts';
import { useBuildFailure } from '../../queries/failures.ts';
import { Badge } from '../../ui/badge.tsx';
import { EntityHeader } from '../../ui/entity-header.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ResultMark } from '../../ui/result-mark.tsx';
import { jobCrumbs } from '../job/job-crumbs.tsx';
import classes from './build-header.module.css';

/** Which build, and the sentence that says how it went. */
export function BuildHeader({ build }: { build: Build }) {
  const { name } = splitJobName(build.jobName);
  const hasName = build.displayName !== null && build.displayName !== `#${build.number}`;
  return (
    <EntityHeader
      crumbs={jobCrumbs({ instance: build.instance, fullName: build.jobName, id: build.jobId })}
      mark={<ResultMark result={build.result} building={build.building} iconOnly size={20} />}
      title={`${name} #${build.number}`}
      badges={
        <>
          {hasName && <Badge title="The name Jenkins shows for this build">{build.displayName}</Badge>}
          {!build.inJenkins && (
            <Badge title="Jenkins has deleted this build; BuildButler keeps it">No longer in Jenkins</Badge>
          )}
        </>
      }
      sentence={<Verdict build={build} />}
      actions={<Neighbours build={build} />}
    />
  );
}

function Verdict({ build }: { build: Build }) {
  const now = useNow(1_000);
  const { data: failure } = useBuildFailure(build.id, isRed(build.result));
  const text = failure?.sentence ?? buildVerdict(build, now);
  if (!build.building) return isRed(build.result) ? <span className={classes.red}>{text}</span> : text;
  const { share, isOverdue } = runProgress(build, now);
  return (
    <span className={classes.running}>
      {text}
      <span className={classes.bar}>
        <ProgressBar share={share} label="Progress against the estimate" tone={isOverdue ? 'unstable' : 'running'} />
      </span>
    </span>
  );
}

function Neighbours({ build }: { build: Build }) {
  const jenkins = build.inJenkins ? externalUrl(build.url) : undefined;
  return (
    <>
      <Button.Group>
        <Step id={build.previousId} label="Build before" icon={<IconChevronLeft size={16} />} />
        <Step id={build.nextId} label="Next build" icon={<IconChevronRight size={16} />} />
      </Button.Group>
      {jenkins !== undefined && (
        <Button
          component="a"
          href={jenkins}
          target="_blank"
          rel="noreferrer"
          rightSection={<IconExternalLink size={14} aria-hidden />}
        >
          Jenkins
        </Button>
      )}
    </>
  );
}

function Step({ id, label, icon }: { id: string | null; label: string; icon: React.ReactNode }) {
  if (id === null) {
    return (
      <Button disabled aria-label={label} className={classes.step}>
        {icon}
      </Button>
    );
  }
  return (
    <Button
      renderRoot={(props) => <Link to="/builds/$id" params={{ id }} {...props} />}
      aria-label={label}
      title={label}
      className={classes.step}
    >
      {icon}
    </Button>
  );
}
