import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { firstErrorLine, type Log, longestLine } from '../lib/log-lines.ts';
import { LogLine, mostCharacters } from './log-line.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import classes from './log-viewer.module.css';
import { useFollow } from './use-follow.ts';
import { useLogSearch } from './use-log-search.ts';
import { useWrap } from './use-wrap.ts';

interface LogViewerProps {
  readonly log: Log;
  /** Does the log still grow? Its end is followed then. */
  readonly isRunning: boolean;
  /** Did the build fail? The log opens at its first error then. */
  readonly hasFailed: boolean;
  /** The line (from 1) that a rule took for the reason; absent = the first one that looks like an error. */
  readonly errorLine?: number | undefined;
  /** The line (from 1) the address points to. */
  readonly line: number | undefined;
  readonly onLine: (line: number) => void;
  /** Where the whole log is downloaded from. */
  readonly downloadUrl: string;
}

const linePx = 20;
const linesAbove = 5;

/** Not every browser lets the keyboard reach a part that only scrolls. */
const reachable = { tabIndex: 0 };

/** A console log: drawn where it is looked at, searched, linked by line, followed while it grows. */
export function LogViewer({ log, isRunning, hasFailed, errorLine, line, onLine, downloadUrl }: LogViewerProps) {
  const scroller = useRef<HTMLElement>(null);
  const { isWrapping, toggleWrap } = useWrap();
  const count = log.lines.length;
  // Heights are remembered by key: those measured without wrapping mean nothing with it.
  const getItemKey = useCallback((index: number) => (isWrapping ? `wrapped ${index}` : index), [isWrapping]);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePx,
    getItemKey,
    overscan: 24,
    paddingStart: 8,
    paddingEnd: 8,
  });
  // Not far below the toolbar: there it is in sight even while the page above takes half of the window.
  const show = (index: number) => virtualizer.scrollToIndex(Math.max(0, index - linesAbove), { align: 'start' });
  const firstInSight = () => virtualizer.getVirtualItemForOffset(virtualizer.scrollOffset ?? 0)?.index ?? 0;
  const search = useLogSearch(log, { show, firstInSight });
  const foundError = useMemo(() => firstErrorLine(log), [log]);
  const firstError = errorLine !== undefined && errorLine <= count ? errorLine - 1 : foundError;
  const letters = useMemo(() => longestLine(log, mostCharacters), [log]);
  const follow = useFollow(scroller, isRunning && line === undefined);
  useOpening(count > 0, () => {
    if (line !== undefined) show(Math.min(line, count) - 1);
    else if (hasFailed && firstError >= 0) show(firstError);
  });
  useLineLinks(line, (next) => show(Math.min(next, count) - 1));
  const { isFollowing } = follow;
  useEffect(() => {
    if (isRunning && isFollowing && count > 0) virtualizer.scrollToIndex(count - 1, { align: 'end' });
  }, [isRunning, isFollowing, count, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const numberWidth = String(Math.max(count, 100)).length + 4;
  return (
    <div className={classes.root}>
      <LogToolbar
        search={search}
        lineCount={count}
        onFirstError={firstError < 0 ? undefined : () => show(firstError)}
        isWrapping={isWrapping}
        onWrap={() => {
          const top = firstInSight();
          toggleWrap();
          requestAnimationFrame(() => virtualizer.scrollToIndex(top, { align: 'start' }));
        }}
        follow={isRunning ? follow : undefined}
        downloadUrl={downloadUrl}
      />
      <section
        ref={scroller}
        className={classes.scroller}
        aria-label="Console log"
        data-wraps={isWrapping || undefined}
        style={{ '--number-width': `${numberWidth}ch` } as object}
        onScroll={follow.onScroll}
        {...reachable}
      >
        <div
          className={classes.lines}
          style={{
            height: virtualizer.getTotalSize(),
            minWidth: isWrapping ? undefined : `${letters + numberWidth + 2}ch`,
          }}
        >
          <div className={classes.shown} style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
            {items.map(({ index, key }) => (
              <div key={key} data-index={index} ref={isWrapping ? virtualizer.measureElement : undefined}>
                <LogLine
                  number={index + 1}
                  text={log.lines[index] ?? ''}
                  start={log.starts.get(index)}
                  marks={search.marksOf(index)}
                  isLinked={line === index + 1}
                  onLink={onLine}
                />
              </div>
            ))}
          </div>
        </div>
      </section>
    </div>
  );
}

/** Runs once, when there is something to show for the first time. */
function useOpening(isReady: boolean, open: () => void): void {
  const [hasOpened, setOpened] = useState(false);
  useEffect(() => {
    if (!isReady || hasOpened) return;
    setOpened(true);
    open();
  });
}

/** A link to another line of a log that is already open leads there. */
function useLineLinks(line: number | undefined, show: (line: number) => void): void {
  const seen = useRef(line);
  useEffect(() => {
    if (seen.current === line) return;
    seen.current = line;
    if (line !== undefined) show(line);
  });
}
