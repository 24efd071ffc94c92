import { buildSorts, type Job } from '@buildbutler/contract';
import { definitions } from '../../lib/definitions.ts';
import { formatCount, formatCountOf } from '../../lib/format-number.ts';
import { defaultRange, rangePhrase } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useBuilds } from '../../queries/builds.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { jobBuildColumns } from '../builds/build-columns.tsx';
import { BuildTable } from '../builds/build-table.tsx';
import classes from './job-page.module.css';

/** The builds of the job under the page's filters, and whether all of them are held. */
export function JobBuilds({ job, filters }: { job: Job; filters: Filters }) {
  const { place, change } = useTablePlace(buildSorts);
  const range = filters.range ?? defaultRange;
  const asked = {
    job: job.id,
    range,
    ...(filters.branch === undefined ? {} : { branch: filters.branch }),
    ...(filters.result === undefined ? {} : { result: filters.result }),
    ...(job.kind === 'matrix-configuration' ? { include: 'matrix' as const } : {}),
  };
  const builds = useBuilds({ ...asked, ...place });
  const total = builds.data?.meta.total ?? 0;
  return (
    <div>
      <header className={classes.builds}>
        <h2>Builds</h2>
        <span className={classes.complete}>
          {builds.data !== undefined && `${formatCount(total)} ${rangePhrase(range)} · `}
          <Completeness job={job} />
        </span>
      </header>
      {builds.isError && builds.data === undefined ? (
        <ErrorState error={builds.error} onRetry={() => void builds.refetch()} />
      ) : (
        <BuildTable
          name="job-builds"
          columns={jobBuildColumns}
          rows={builds.data?.data}
          total={total}
          isStale={builds.isPlaceholderData}
          place={place}
          onPlace={change}
          question={JSON.stringify([asked, place])}
          empty={`No builds ${rangePhrase(range)}${filters.branch === undefined && filters.result === undefined ? '' : ' match these filters'}`}
        />
      )}
    </div>
  );
}

function Completeness({ job }: { job: Job }) {
  const { known, expected, open, lost } = job.completeness;
  const rest = [open > 0 && `${formatCount(open)} open`, lost > 0 && `${formatCount(lost)} lost`].filter(Boolean);
  return (
    <Hint text={definitions.completeness}>
      {formatCount(known)} of {formatCountOf(expected, 'build')} collected
      {rest.length > 0 && ` (${rest.join(', ')})`}
    </Hint>
  );
}
