import { useMediaQuery } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { Fragment, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useElementWidth } from '../lib/use-element-width.ts';
import { useColumnWidths } from './column-widths.ts';
import classes from './data-table.module.css';
import { DataTableHead } from './data-table-head.tsx';
import type { TableColumn, TableSort } from './table-column.ts';
import { useTableKeys } from './use-table-keys.ts';

interface DataTableProps<Row> {
  /** Under this name the column widths are kept. */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
  /** A row on a narrow screen: two lines. */
  readonly narrowRow: (row: Row) => ReactNode;
  /** Rows of another page or filter, while the new ones are on their way. */
  readonly isStale?: boolean;
  readonly onPage?: (step: 1 | -1) => void;
  /** What is opened under a row; undefined for rows that are closed. Such tables draw all their rows. */
  readonly detail?: ((row: Row) => ReactNode | undefined) | undefined;
}

const rowPx = 36;
const narrowRowPx = 64;
/** Fewer rows than this are all drawn, so that the browser's own search finds them. */
const drawnWhole = 50;

/**
 * A table whose rows are links: sorted by its head, walked by j, k and Enter, paged by n and p, with columns that keep
 * the widths a person gives them. On narrow screens it is a list of two-line rows. Long ones draw what is in sight.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, label, columns, rows, rowKey, sort, onSort, narrowRow, isStale = false, onPage, detail } = props;
  const isNarrow = useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false });
  const { widths, resize } = useColumnWidths(name);
  const { ref: frame, width: frameWidth } = useElementWidth<HTMLDivElement>();
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = useRows({
    count: rows.length,
    heightPx: isNarrow ? narrowRowPx : rowPx,
    body,
    isLong: rows.length > drawnWhole && detail === undefined,
  });
  useTableKeys({ body, rowCount: rows.length, scrollTo: virtual.scrollTo, onPage });
  const widthOf = (column: TableColumn<Row>) => widths[column.id] ?? column.width;
  const least = columns.reduce((sum, column) => sum + widthOf(column), 0);
  const template = columns
    .map((column) =>
      column.grows !== undefined && widths[column.id] === undefined
        ? `minmax(${column.width}px, ${column.grows}fr)`
        : `${widthOf(column)}px`,
    )
    .join(' ');
  return (
    <div ref={frame} className={classes.frame} data-scrolls={(frameWidth > 0 && least > frameWidth) || undefined}>
      <table
        className={isNarrow ? classes.narrow : classes.table}
        aria-label={label}
        aria-rowcount={rows.length}
        aria-busy={isStale}
        style={isNarrow ? undefined : ({ '--columns': template, minWidth: least } as object)}
      >
        {!isNarrow && <DataTableHead {...{ columns, sort, onSort, widthOf, onResize: resize }} />}
        <tbody ref={body} className={classes.body} data-stale={isStale || undefined} style={virtual.bodyStyle}>
          {virtual.shown.map(({ index, style }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const opened = detail?.(row);
            return (
              <Fragment key={rowKey(row)}>
                <tr
                  className={classes.row}
                  data-row={index}
                  data-open={opened !== undefined || undefined}
                  aria-rowindex={index + 1}
                  style={style}
                >
                  {isNarrow ? (
                    <td>{narrowRow(row)}</td>
                  ) : (
                    columns.map((column) => (
                      <td key={column.id} data-figure={column.isFigure || undefined}>
                        {column.cell(row)}
                      </td>
                    ))
                  )}
                </tr>
                {opened !== undefined && (
                  <tr className={classes.detail}>
                    <td colSpan={columns.length} className={classes.opened}>
                      {opened}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface RowsOptions {
  readonly count: number;
  readonly heightPx: number;
  readonly body: React.RefObject<HTMLElement | null>;
  readonly isLong: boolean;
}

/** The rows to draw: all of a short table, those in sight of a long one. */
function useRows({ count, heightPx, body, isLong }: RowsOptions) {
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    const top = body.current?.getBoundingClientRect().top ?? 0;
    setScrollMargin(isLong ? top + window.scrollY : 0);
  }, [isLong, body]);
  const virtualizer = useWindowVirtualizer({
    count: isLong ? count : 0,
    estimateSize: () => heightPx,
    overscan: 12,
    scrollMargin,
  });
  if (!isLong) {
    const shown = Array.from({ length: count }, (_, index) => ({ index, style: undefined }));
    return { shown, bodyStyle: undefined, scrollTo: undefined };
  }
  return {
    shown: virtualizer.getVirtualItems().map(({ index, start }) => ({
      index,
      style: { position: 'absolute', insetInline: 0, transform: `translateY(${start - scrollMargin}px)` } as const,
    })),
    bodyStyle: { height: virtualizer.getTotalSize(), position: 'relative' } as const,
    scrollTo: (index: number) => virtualizer.scrollToIndex(index),
  };
}
