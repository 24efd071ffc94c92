import type { ReactNode } from 'react';

/** A column of a data table. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** Stands in the head instead of the name, which then is for screen readers alone: a box that picks all rows. */
  readonly head?: ReactNode;
  /** What the column means, told on hover of its header. */
  readonly definition?: string;
  /** Pixels at first; a person may drag it wider or narrower. */
  readonly width: number;
  /** Its share of the room that is left over; its width is the least it gets. */
  readonly grows?: number;
  /** Figures stand at the right. */
  readonly isFigure?: boolean;
  /** The name of its sort in the API; absent = not sortable. */
  readonly sort?: string;
  /** The order of its first click; figures usually begin with the largest. */
  readonly firstOrder?: 'asc' | 'desc';
  readonly cell: (row: Row) => ReactNode;
}

/** How a table is sorted. */
export interface TableSort {
  readonly sort: string;
  readonly order: 'asc' | 'desc';
}

/** The sort after a click on a column's header. */
export function nextSort(
  column: Pick<TableColumn<never>, 'sort' | 'firstOrder'>,
  current: TableSort,
): TableSort | undefined {
  if (column.sort === undefined) return undefined;
  const first = column.firstOrder ?? 'asc';
  if (column.sort !== current.sort) return { sort: column.sort, order: first };
  return { sort: column.sort, order: current.order === 'asc' ? 'desc' : 'asc' };
}
