import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSteadyRows } from '../lib/steady-rows.ts';
import type { TablePlace } from '../lib/url-state.ts';
import { DataTable } from './data-table.tsx';
import { EmptyState } from './empty-state.tsx';
import classes from './paged-table.module.css';
import { Pager } from './pager.tsx';
import { SkeletonRows } from './skeleton.tsx';
import type { TableColumn, TableSort } from './table-column.ts';

interface PagedTableProps<Row> {
  /** Under this name the column widths are kept. */
  readonly name: string;
  readonly label: string;
  /** What is counted: `failures`. */
  readonly noun: string;
  readonly columns: readonly TableColumn<Row>[];
  /** Undefined while they are on their way for the first time. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  readonly total: number;
  readonly isStale: boolean;
  readonly place: TablePlace;
  readonly onPlace: (place: TablePlace) => void;
  /** The sort that stands in no address. */
  readonly usualSort: TableSort;
  readonly narrowRow: (row: Row) => ReactNode;
  /** What was asked, as one text. */
  readonly question: string;
  /** What is opened under a row; undefined for rows that are closed. */
  readonly detail?: (row: Row) => ReactNode | undefined;
  /** Stands in for a table without rows. */
  readonly empty: ReactNode;
}

const usualSize = 25;

/** A page of rows whose place is in the address; it follows the store, but never moves under a pointer. */
export function PagedTable<Row>(props: PagedTableProps<Row>) {
  const { name, label, noun, columns, rows, rowKey, total, isStale, place, onPlace, usualSort, question } = props;
  const steady = useSteadyRows({ rows: rows ?? [], keyOf: rowKey, question, isStale });
  const perPage = place.per_page ?? usualSize;
  const page = place.page ?? 1;
  const lastPage = Math.max(1, Math.ceil(total / perPage));
  const toPage = (next: number) => {
    if (next < 1 || next > lastPage || next === page) return;
    steady.release();
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
  if (steady.rows.length === 0)
    return page > 1 ? <PastTheEnd onBack={() => onPlace({ page: undefined })} /> : props.empty;
  return (
    // The pointer only holds the rows still: there is nothing here that a key would have to do too.
    <section aria-label={label} {...steady.listeners}>
      <DataTable
        {...{ name, label, columns, rowKey, isStale }}
        rows={steady.rows}
        sort={{ sort: place.sort ?? usualSort.sort, order: place.order ?? usualSort.order }}
        onSort={({ sort, order }) => {
          const isUsual = sort === usualSort.sort && order === usualSort.order;
          onPlace({ sort: isUsual ? undefined : sort, order: isUsual ? undefined : order, page: undefined });
        }}
        narrowRow={props.narrowRow}
        detail={props.detail}
        onPage={(step) => toPage(page + step)}
      />
      <Pager
        {...{ page, perPage, total, noun }}
        onPage={toPage}
        onPerPage={(size) => onPlace({ per_page: size === usualSize ? undefined : size, page: undefined })}
      />
    </section>
  );
}

function PastTheEnd({ onBack }: { onBack: () => void }) {
  return (
    <EmptyState title="There are not this many pages" action={<Button onClick={onBack}>Go to the first page</Button>}>
      The list became shorter since this link was made.
    </EmptyState>
  );
}
