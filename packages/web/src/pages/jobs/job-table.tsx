import type { JobSummary } from '@buildbutler/contract';
import { useMemo } from 'react';
import { useSteadyRows } from '../../lib/steady-rows.ts';
import type { TablePlace } from '../../lib/url-state.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Pager } from '../../ui/pager.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { jobColumns } from './job-columns.tsx';
import classes from './job-table.module.css';
import { NarrowJob } from './narrow-job.tsx';

interface JobTableProps {
  /** Undefined while they are on their way for the first time. */
  readonly rows: readonly JobSummary[] | undefined;
  readonly total: number;
  readonly isStale: boolean;
  readonly place: TablePlace;
  readonly onPlace: (place: TablePlace) => void;
  /** The range of the address, for links to jobs. */
  readonly range: string | undefined;
  /** What was asked, as one text. */
  readonly question: string;
}

const usualSize = 25;

/** A page of jobs. */
export function JobTable({ rows, total, isStale, place, onPlace, range, question }: JobTableProps) {
  const steady = useSteadyRows({ rows: rows ?? [], keyOf: ({ id }) => id, question, isStale });
  const columns = useMemo(() => jobColumns(range), [range]);
  const perPage = place.per_page ?? usualSize;
  const lastPage = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(place.page ?? 1, lastPage);
  const toPage = (next: number) => {
    if (next < 1 || next > lastPage || next === page) return;
    onPlace({ page: next === 1 ? undefined : next });
    window.scrollTo({ top: 0 });
  };
  if (rows === undefined) {
    return (
      <div className={classes.loading}>
        <SkeletonRows count={12} />
      </div>
    );
  }
  return (
    // The pointer only holds the rows still: there is nothing here that a key would have to do too.
    <section aria-label="Jobs" {...steady.listeners}>
      <DataTable
        name="jobs"
        label="Jobs"
        columns={columns}
        rows={steady.rows}
        rowKey={({ id }) => id}
        sort={{ sort: place.sort ?? 'name', order: place.order ?? 'asc' }}
        onSort={({ sort, order }) => {
          const isUsual = sort === 'name' && order === 'asc';
          onPlace({ sort: isUsual ? undefined : sort, order: isUsual ? undefined : order, page: undefined });
        }}
        narrowRow={(job) => <NarrowJob job={job} range={range} />}
        isStale={isStale}
        onPage={(step) => toPage(page + step)}
      />
      <Pager
        page={page}
        perPage={perPage}
        total={total}
        noun="jobs"
        onPage={toPage}
        onPerPage={(size) => onPlace({ per_page: size === usualSize ? undefined : size, page: undefined })}
      />
    </section>
  );
}
