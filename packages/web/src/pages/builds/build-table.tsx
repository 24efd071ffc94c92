import type { BuildSummary } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { formatCountOf } from '../../lib/format-number.ts';
import { useSteadyRows } from '../../lib/steady-rows.ts';
import type { TablePlace } from '../../lib/url-state.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Pager } from '../../ui/pager.tsx';
import { useRowPicker } from '../../ui/row-picker.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import type { TableColumn } from '../../ui/table-column.ts';
import { buildPickColumn } from './build-pick.tsx';
import classes from './build-table.module.css';
import { CompareBar } from './compare-bar.tsx';
import { NarrowBuild } from './narrow-build.tsx';

interface BuildTableProps {
  readonly name: string;
  readonly columns: readonly TableColumn<BuildSummary>[];
  /** Undefined while they are on their way for the first time. */
  readonly rows: readonly BuildSummary[] | undefined;
  readonly total: number;
  readonly isStale: boolean;
  readonly place: TablePlace;
  readonly onPlace: (place: TablePlace) => void;
  /** What was asked, as one text. */
  readonly question: string;
  readonly empty: string;
}

const usualSize = 25;

const keyOf = ({ id }: BuildSummary) => id;

/** A page of builds that follows the store, but never moves under a pointer. */
export function BuildTable({ name, columns, rows, total, isStale, place, onPlace, question, empty }: BuildTableProps) {
  const picker = useRowPicker(keyOf);
  const pickable = useMemo(() => [buildPickColumn(picker), ...columns], [picker, columns]);
  const steady = useSteadyRows({ rows: rows ?? [], keyOf, question, isStale });
  const perPage = place.per_page ?? usualSize;
  const page = place.page ?? 1;
  const lastPage = Math.max(1, Math.ceil(total / perPage));
  const toPage = (next: number) => {
    if (next < 1 || next > lastPage || next === page) return;
    steady.release();
    onPlace({ page: next === 1 ? undefined : next });
    window.scrollTo({ top: 0 });
  };
  if (rows === undefined) return <Loading />;
  if (steady.rows.length === 0)
    return page > 1 ? <PastTheEnd onBack={() => toPage(1)} /> : <EmptyState title={empty} />;
  return (
    // The pointer only holds the rows still: there is nothing here that a key would have to do too.
    <section className={classes.root} aria-label="Builds" {...steady.listeners}>
      {steady.waiting > 0 && (
        <p className={classes.waiting} role="status">
          <button type="button" onClick={steady.release}>
            {formatCountOf(steady.waiting, 'new build')}
          </button>
        </p>
      )}
      <DataTable
        name={name}
        label="Builds"
        columns={pickable}
        rows={steady.rows}
        rowKey={keyOf}
        sort={{ sort: place.sort ?? 'started', order: place.order ?? 'desc' }}
        onSort={({ sort, order }) =>
          onPlace(
            sort === 'started' && order === 'desc'
              ? { sort: undefined, order: undefined, page: undefined }
              : { sort, order, page: undefined },
          )
        }
        narrowRow={(build) => (
          <NarrowBuild build={build} hasJob={columns.some(({ id }) => id === 'job')} picker={picker} />
        )}
        isStale={isStale}
        onPage={(step) => toPage(page + step)}
      />
      <Pager
        page={page}
        perPage={perPage}
        total={total}
        noun="builds"
        onPage={toPage}
        onPerPage={(size) => onPlace({ per_page: size === usualSize ? undefined : size, page: undefined })}
      />
      <CompareBar builds={picker.rows} onClear={picker.clear} />
    </section>
  );
}

function Loading() {
  return (
    <div className={classes.loading}>
      <SkeletonRows count={12} />
    </div>
  );
}

function PastTheEnd({ onBack }: { onBack: () => void }) {
  return (
    <EmptyState title="There are not this many pages" action={<Button onClick={onBack}>Go to the first page</Button>}>
      The list became shorter since this link was made.
    </EmptyState>
  );
}
