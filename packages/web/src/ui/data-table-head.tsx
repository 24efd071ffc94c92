import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type PointerEvent, useRef } from 'react';
import classes from './data-table-head.module.css';
import { Hint } from './hint.tsx';
import { nextSort, type TableColumn, type TableSort } from './table-column.ts';

interface DataTableHeadProps<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
  readonly widthOf: (column: TableColumn<Row>) => number;
  /** `null` = back to the column's own width. */
  readonly onResize: (column: string, px: number | null) => void;
}

/** The names of the columns, by which a table is sorted, with edges that can be dragged. */
export function DataTableHead<Row>({ columns, sort, onSort, widthOf, onResize }: DataTableHeadProps<Row>) {
  return (
    <thead className={classes.root}>
      <tr>
        {columns.map((column, index) => {
          const isSorted = column.sort !== undefined && column.sort === sort.sort;
          return (
            <th
              key={column.id}
              scope="col"
              data-figure={column.isFigure || undefined}
              aria-sort={isSorted ? (sort.order === 'asc' ? 'ascending' : 'descending') : undefined}
            >
              <HeadLabel {...{ column, sort, onSort }} />
              {index < columns.length - 1 && (
                <Edge width={widthOf(column)} onResize={(px) => onResize(column.id, px)} />
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function HeadLabel<Row>({
  column,
  sort,
  onSort,
}: Pick<DataTableHeadProps<Row>, 'sort' | 'onSort'> & { column: TableColumn<Row> }) {
  const { header, definition } = column;
  if (column.head !== undefined) return column.head;
  if (column.sort === undefined) {
    return definition === undefined ? (
      <span className={classes.label}>{header}</span>
    ) : (
      <Hint text={definition}>{header}</Hint>
    );
  }
  const isSorted = column.sort === sort.sort;
  const Arrow = sort.order === 'asc' ? IconArrowUp : IconArrowDown;
  const onClick = () => {
    const next = nextSort(column, sort);
    if (next !== undefined) onSort(next);
  };
  return (
    <Hint text={definition ?? `Sort by ${header.toLowerCase()}`} onClick={onClick}>
      <span className={classes.sort} data-sorted={isSorted || undefined}>
        <span className={classes.label}>{header}</span>
        <Arrow size={12} stroke={2} className={classes.arrow} aria-hidden />
      </span>
    </Hint>
  );
}

/** The right edge of a column's head: dragging gives a width, a double click takes it back. For the mouse alone. */
function Edge({ width, onResize }: { width: number; onResize: (px: number | null) => void }) {
  const start = useRef<{ x: number; width: number } | undefined>(undefined);
  const onMove = (event: PointerEvent) => {
    if (start.current !== undefined) onResize(start.current.width + event.clientX - start.current.x);
  };
  return (
    <span
      className={classes.edge}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        const drawn = event.currentTarget.parentElement?.getBoundingClientRect().width ?? width;
        start.current = { x: event.clientX, width: drawn };
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onDoubleClick={() => onResize(null)}
    />
  );
}
