import { plainText, type Reply } from '../http/reply.ts';
import { stripConsoleNotes } from '../truth/console-note.ts';
import type { Build } from '../truth/item.ts';
import { reveal } from '../truth/lazy.ts';
import type { RouteContext } from './route-context.ts';

const newline = 0x0a;
const mostLines = 10_000;

/** `consoleText`: the whole log without hidden notes, LF line ends. */
export function consoleText({ log, job }: Build): Reply {
  const reply = plainText(stripConsoleNotes(reveal(log)));
  return job.kind === 'pipeline' ? { ...reply, isChunked: true } : reply;
}

/** End of what an unfinished log shows: its last line end, after ten thousand lines at most. */
function shownEnd(log: Buffer, start: number): number {
  let end = start;
  for (let line = 0; line < mostLines; line++) {
    const next = log.indexOf(newline, end);
    if (next < 0) break;
    end = next + 1;
  }
  return end;
}

function cut(log: Buffer, { start, isUnfinished }: { start: number; isUnfinished: boolean }): Buffer {
  // A start behind the end shows the whole log again; a negative one nothing.
  if (start < 0) return Buffer.alloc(0);
  const from = start > log.length ? 0 : start;
  return log.subarray(from, isUnfinished ? shownEnd(log, from) : log.length);
}

/**
 * `logText/progressiveText`: CRLF line ends, hidden notes included. `X-Text-Size` is the size of the stored log, also
 * where an unfinished log shows less: who follows it loses text.
 */
export function progressiveText({ log, isInProgress, isBuilding }: Build, { request }: RouteContext): Reply {
  const stored = Buffer.from(reveal(log));
  const start = Number.parseInt(request.query.get('start') ?? '0', 10);
  const isUnfinished = isInProgress || isBuilding;
  const shown = cut(stored, { start: Number.isNaN(start) ? 0 : start, isUnfinished });
  return plainText(shown.toString('utf8').replace(/\r?\n/g, '\r\n'), {
    'X-Text-Size': String(stored.length),
    ...(isUnfinished ? { 'X-More-Data': 'true' } : {}),
  });
}
