import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, type MouseEvent, memo, useCallback, useMemo, useRef } from 'react';
import { moveInList } from '../lib/use-list-navigation.ts';
import type { Column } from './column.ts';
import classes from './column-links.module.css';

interface ColumnLinksProps {
  readonly columns: readonly Column[];
  /** Room for the axis at the left and for the labels below, in pixels. */
  readonly left: number;
  readonly bottom: number;
  readonly active: number | undefined;
  readonly onActive: (index: number | undefined) => void;
}

const moves: Record<string, string> = { ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp', Home: 'Home', End: 'End' };

/** What is said about a column in one sentence. */
function columnText({ title, rows }: Column): string {
  return `${title}: ${rows.map(({ label, value }) => `${label} ${value}`).join(', ')}`;
}

/**
 * One link over each column of a chart. Tab reaches one of them, arrow keys go on from there. They are plain links
 * that ask the router on a click: hundreds of router links would be computed anew with every change of the address.
 */
export function ColumnLinks({ columns, left, bottom, active, onActive }: ColumnLinksProps) {
  const list = useRef<HTMLDivElement>(null);
  const { hrefs, onFollow, onBlur } = useTargets(columns, onActive);
  const entry = active ?? columns.length - 1;
  const onKeyDown = useCallback(
    (event: KeyboardEvent, index: number) => {
      if (event.key === 'Escape') onActive(undefined);
      const next = moveInList(moves[event.key] ?? '', index, columns.length);
      if (next === undefined) return;
      event.preventDefault();
      (list.current?.children[next] as HTMLElement | undefined)?.focus();
    },
    [columns.length, onActive],
  );
  return (
    <div ref={list} className={classes.root} style={{ left, bottom }}>
      {columns.map((column, index) => (
        <ColumnLink
          key={column.key}
          text={columnText(column)}
          href={hrefs[index] ?? ''}
          index={index}
          isEntry={index === entry}
          onActive={onActive}
          onBlur={onBlur}
          onFollow={onFollow}
          onKeyDown={onKeyDown}
        />
      ))}
    </div>
  );
}

function useTargets(columns: readonly Column[], onActive: (index: number | undefined) => void) {
  const router = useRouter();
  const touched = useRef<number | undefined>(undefined);
  const hrefs = useMemo(() => columns.map(({ target }) => router.buildLocation(target).href), [columns, router]);
  const onFollow = useCallback(
    (event: MouseEvent, index: number) => {
      const target = columns[index]?.target;
      if (target === undefined || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      // A finger cannot hover: its first touch shows the figures, its second one follows the link.
      const isFirstTouch = (event.nativeEvent as PointerEvent).pointerType === 'touch' && touched.current !== index;
      touched.current = index;
      if (isFirstTouch) onActive(index);
      else void router.navigate(target);
    },
    [columns, router, onActive],
  );
  const onBlur = useCallback(() => {
    touched.current = undefined;
    onActive(undefined);
  }, [onActive]);
  return { hrefs, onFollow, onBlur };
}

interface ColumnLinkProps {
  readonly text: string;
  readonly href: string;
  readonly index: number;
  readonly isEntry: boolean;
  readonly onActive: (index: number | undefined) => void;
  readonly onBlur: () => void;
  readonly onFollow: (event: MouseEvent, index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent, index: number) => void;
}

const ColumnLink = memo(function ColumnLink(props: ColumnLinkProps) {
  const { text, href, index, isEntry, onActive, onBlur, onFollow, onKeyDown } = props;
  return (
    <a
      href={href}
      className={classes.column}
      tabIndex={isEntry ? 0 : -1}
      onPointerEnter={() => onActive(index)}
      onPointerLeave={(event) => {
        if (event.pointerType !== 'touch') onActive(undefined);
      }}
      onFocus={() => onActive(index)}
      onBlur={onBlur}
      onClick={(event) => onFollow(event, index)}
      onKeyDown={(event) => onKeyDown(event, index)}
    >
      <span className="visually-hidden">{text}</span>
    </a>
  );
});
