import { type AnsiStyle, parseAnsi, plainStyle, stripAnsi } from './ansi.ts';

/** A log cut into lines. `starts[i]` is the style line `i` begins in; absent = plain. */
export interface Log {
  readonly lines: readonly string[];
  readonly starts: ReadonlyMap<number, AnsiStyle>;
}

/** A progress bar redraws its line with carriage returns: only what stands at the end was meant to stay. */
function lastDrawn(line: string): string {
  if (!line.includes('\r')) return line;
  const drawn = line.split('\r').filter((part) => part !== '');
  return drawn.at(-1) ?? '';
}

// A line that ends its last colour needs no closer look: logs have hundreds of thousands of them.
const reset = /^\[0*m/;

function endStyle(line: string, start: AnsiStyle): AnsiStyle {
  return reset.test(line.slice(line.lastIndexOf('\u001b') + 1)) ? plainStyle : parseAnsi(line, start).end;
}

/** Cuts a log into lines and notes where a colour runs on over a line's end. */
export function splitLog(text: string): Log {
  const lines = text.split('\n').map(lastDrawn);
  if (lines.at(-1) === '') lines.pop();
  const starts = new Map<number, AnsiStyle>();
  let style = plainStyle;
  lines.forEach((line, index) => {
    if (style !== plainStyle && Object.keys(style).length > 0) starts.set(index, style);
    if (line.includes('\u001b')) style = endStyle(line, style);
  });
  return { lines, starts };
}

/** The text of one line (from 0) without terminal codes. */
export function plainLine(log: Log, index: number): string {
  return stripAnsi(log.lines[index] ?? '', log.starts.get(index));
}

/** All lines without terminal codes. */
export function plainLines(log: Log): string[] {
  return log.lines.map((_, index) => plainLine(log, index));
}

/** Letters of the longest line, `most` at most; a tab counts as four. */
export function longestLine(log: Log, most: number): number {
  let longest = 0;
  log.lines.forEach((line, index) => {
    const tabs = line.includes('\t') ? line.split('\t').length - 1 : 0;
    if (line.length + 3 * tabs <= longest) return;
    longest = Math.max(longest, plainLine(log, index).length + 3 * tabs);
  });
  return Math.min(longest, most);
}

// Words that say something went wrong, at a place where a tool says so, and not in a sum such as "0 errors".
const errorPatterns = [
  /^\s*(?:\[[^\]]{0,40}\]\s*)?(?:\S+\s)?\[?(?:ERROR|FATAL|SEVERE|CRITICAL)\]?[\s:]/,
  /^\s*(?:\S{0,120}:\s?)?(?:fatal |internal compiler |syntax |type )?error(?:\[\w+\]|\s[A-Z]{1,4}\d+)?:/i,
  /^fatal: |^npm ERR!|^E\s{3,}\S|^FAIL(?:ED)?[\s:]|^--- FAIL|^✗|^✖|^\s*\d+\) .*(?:failed|FAILED)/,
  /\b(?:Exception|Error) in thread\b|^Traceback \(most recent call last\)/,
  /^(?:[\w$.]+\.)?[\w$]*(?:Exception|Error)(?::|$)/,
  /\bBUILD FAIL(?:ED|URE)\b|^FAILURE: Build failed|\bscript returned exit code [1-9]|\bcommand not found\b/,
  /\bNo space left on device\b|\bOutOfMemoryError\b|\bSegmentation fault\b|\bassertion failed\b/i,
];
const innocent = /\b(?:0 (?:errors?|failures?)|(?:errors?|failures?)[:=]\s*0)\b|\bif error\b|\bignor(?:e|ed|ing)\b/i;

const counted = /\b(?:errors?|failures?)[:=]\s*[1-9]|\b[1-9]\d* (?:errors?|failures?)\b/i;

// What the Timestamper plugin and many tools put before each line.
const timestamp = /^\s*\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?\s+/;

/** Does a line of plain text report an error? */
export function isErrorLine(line: string): boolean {
  const head = line.slice(0, 2000).replace(timestamp, '');
  return errorPatterns.some((pattern) => pattern.test(head)) && (!innocent.test(head) || counted.test(head));
}

// Every pattern above holds one of these; a line without any is passed over quickly.
const hints =
  /error|fail|fatal|severe|critical|exception|traceback|npm err|✗|✖|not found|no space|exit code|fault|E\s{3}/i;

/** The index of the first line that reports an error, or -1. */
export function firstErrorLine(log: Log): number {
  return log.lines.findIndex((line, index) => hints.test(line) && isErrorLine(plainLine(log, index)));
}

export interface LogMatch {
  readonly line: number;
  readonly start: number;
}

/** Every place a text occurs in the plain lines of a log, ignoring case, `most` at most. */
export function searchLines(lines: readonly string[], query: string, most = 10_000): LogMatch[] {
  const needle = query.toLowerCase();
  const found: LogMatch[] = [];
  if (needle === '') return found;
  for (let line = 0; line < lines.length; line += 1) {
    const text = (lines[line] ?? '').toLowerCase();
    for (let start = text.indexOf(needle); start >= 0; start = text.indexOf(needle, start + needle.length)) {
      found.push({ line, start });
      if (found.length >= most) return found;
    }
  }
  return found;
}

/** Takes the server's closing remark off a log: why the rest of it is missing. */
export function takeCutReason(text: string): { text: string; reason: string | undefined } {
  const match = /\n?\[BuildButler: ([^\n]{1,1000})\]\n$/.exec(text.slice(-1100));
  if (match?.[1] === undefined) return { text, reason: undefined };
  return { text: text.slice(0, text.length - match[0].length), reason: match[1] };
}

/** The line (from 1) an address's hash names: `#L120` → 120. */
export function readLineHash(hash: string): number | undefined {
  const match = /^#?L(\d{1,9})$/.exec(hash);
  const line = match === null ? 0 : Number(match[1]);
  return line >= 1 ? line : undefined;
}
