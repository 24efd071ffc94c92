import type { AnsiSpan } from './ansi.ts';

/** A stretch of a line's plain text, end excluded. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly isCurrent: boolean;
}

export interface MarkedSpan extends AnsiSpan {
  /** Where it begins in the line's plain text. */
  readonly at: number;
  /** Found by the search; the current one among all. */
  readonly mark?: 'match' | 'current';
}

/** Cuts the spans of a line at marks (in order, not overlapping), so that what was found can be lit up. */
export function markSpans(spans: readonly AnsiSpan[], marks: readonly Mark[]): MarkedSpan[] {
  const cut: MarkedSpan[] = [];
  let at = 0;
  for (const { text, style } of spans) {
    const end = at + text.length;
    let from = at;
    for (const mark of marks) {
      if (mark.end <= from || mark.start >= end) continue;
      const start = Math.max(mark.start, from);
      const stop = Math.min(mark.end, end);
      if (start > from) cut.push({ at: from, text: text.slice(from - at, start - at), style });
      cut.push({
        at: start,
        text: text.slice(start - at, stop - at),
        style,
        mark: mark.isCurrent ? 'current' : 'match',
      });
      from = stop;
    }
    if (from < end) cut.push({ at: from, text: text.slice(from - at), style });
    at = end;
  }
  return cut;
}

/** The first `most` characters of a line's spans, and how many were left out. */
export function cutSpans(spans: readonly AnsiSpan[], most: number): { spans: AnsiSpan[]; leftOut: number } {
  const kept: AnsiSpan[] = [];
  let room = most;
  let leftOut = 0;
  for (const { text, style } of spans) {
    if (room > 0) kept.push({ text: text.slice(0, room), style });
    leftOut += Math.max(0, text.length - room);
    room = Math.max(0, room - text.length);
  }
  return { spans: kept, leftOut };
}
