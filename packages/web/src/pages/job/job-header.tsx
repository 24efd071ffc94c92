import type { Job } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { externalUrl } from '../../lib/external-url.ts';
import { formatSpan } from '../../lib/format-duration.ts';
import { formatCountOf, formatRate } from '../../lib/format-number.ts';
import { splitJobName } from '../../lib/job-name.ts';
import { rangePhrase } from '../../lib/range.ts';
import { Badge } from '../../ui/badge.tsx';
import { EntityHeader } from '../../ui/entity-header.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { usePageNow } from '../../ui/now-context.tsx';
import { ResultMark } from '../../ui/result-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { jobCrumbs } from './job-crumbs.tsx';

const kindWords: Record<Job['kind'], string> = {
  freestyle: 'Freestyle',
  pipeline: 'Pipeline',
  'multibranch-branch': 'Branch of a multibranch pipeline',
  matrix: 'Matrix',
  'matrix-configuration': 'Matrix configuration',
  maven: 'Maven',
  external: 'External',
  other: 'Other kind',
};

/** Which job, and the sentence that says how it does. */
export function JobHeader({ job, range }: { job: Job; range: string }) {
  const jenkins = job.inJenkins ? externalUrl(job.url) : undefined;
  return (
    <EntityHeader
      crumbs={jobCrumbs(job)}
      mark={job.lastBuild !== null && <ResultMark result={job.lastResult} iconOnly size={20} />}
      title={splitJobName(job.fullName).name}
      badges={
        <>
          <Badge>{kindWords[job.kind]}</Badge>
          {job.isDisabled && <Badge tone="unstable">Disabled</Badge>}
          {!job.inJenkins && (
            <Badge title="Jenkins has deleted this job; BuildButler keeps it">No longer in Jenkins</Badge>
          )}
        </>
      }
      sentence={<Sentence job={job} range={range} />}
      actions={
        <>
          <ExportMenu what="builds" query={{ job: job.id, range }} />
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
      }
    />
  );
}

function Sentence({ job, range }: { job: Job; range: string }) {
  if (job.lastBuildId === null) return 'It was never built.';
  const figures =
    job.successRate === null
      ? `no finished build ${rangePhrase(range)}`
      : `success rate ${formatRate(job.successRate)} over ${formatCountOf(job.builds, 'build')} ${rangePhrase(range)}`;
  return (
    <>
      <State job={job} /> · {figures} ·{' '}
      <Link to="/builds/$id" params={{ id: job.lastBuildId }}>
        {job.isBuilding ? `#${job.lastBuild} is running` : `last build #${job.lastBuild}`}
      </Link>{' '}
      {!job.isBuilding && <TimeAgo at={job.lastBuildAt} />}
    </>
  );
}

function State({ job }: { job: Job }) {
  const now = usePageNow();
  if (job.redSince !== null) {
    const first = job.redSinceBuild === null ? '' : `, first at #${job.redSinceBuild}`;
    return (
      <strong>
        Red since {formatSpan(now - Date.parse(job.redSince))}
        {first}
      </strong>
    );
  }
  return job.lastResult === 'SUCCESS' ? 'Green' : 'Not red';
}
