import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { type Log, type LogMatch, plainLines, searchLines } from '../lib/log-lines.ts';
import type { Mark } from '../lib/mark-spans.ts';

/** More places than this are of no use to a person. */
export const mostMatches = 10_000;

interface LogSearchOptions {
  /** Brings a line (from 0) into sight. */
  readonly show: (line: number) => void;
  /** The first line in sight: a new search begins there. */
  readonly firstInSight: () => number;
}

/** Search in a log: the places, which one is current, and what to light up in each line. */
export function useLogSearch(log: Log, { show, firstInSight }: LogSearchOptions) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  // Typing stays quick in a long log: the places follow when there is time.
  const asked = useDeferredValue(query);
  const isAsking = asked !== '';
  const lines = useMemo(() => (isAsking ? plainLines(log) : []), [log, isAsking]);
  const matches = useMemo(() => searchLines(lines, asked, mostMatches), [lines, asked]);
  const current = matches.length === 0 ? -1 : Math.min(at, matches.length - 1);
  const marks = useMemo(() => marksByLine(matches, asked.length, current), [matches, asked, current]);
  const go = (index: number) => {
    if (matches.length === 0) return;
    const next = (index + matches.length) % matches.length;
    setAt(next);
    show(matches[next]?.line ?? 0);
  };
  const begin = useRef(() => {});
  useEffect(() => {
    begin.current = () => {
      const top = firstInSight();
      go(
        Math.max(
          0,
          matches.findIndex(({ line }) => line >= top),
        ),
      );
    };
  });
  useEffect(() => {
    if (asked !== '') begin.current();
  }, [asked]);
  return {
    query,
    type: setQuery,
    count: matches.length,
    current,
    next: () => go(current + 1),
    previous: () => go(current - 1),
    marksOf: (line: number) => marks.get(line),
  };
}

export type LogSearch = ReturnType<typeof useLogSearch>;

function marksByLine(matches: readonly LogMatch[], length: number, current: number): Map<number, Mark[]> {
  const byLine = new Map<number, Mark[]>();
  matches.forEach(({ line, start }, index) => {
    const marks = byLine.get(line) ?? [];
    marks.push({ start, end: start + length, isCurrent: index === current });
    byLine.set(line, marks);
  });
  return byLine;
}
