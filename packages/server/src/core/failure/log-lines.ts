export interface LogLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

const longestLine = 1_000;
const mostSuspicious = 3_000;

const escapeCode = String.fromCharCode(27);
const escapes = new RegExp(
  `${escapeCode}\\[8mha:[^\\r\\n]*?${escapeCode}\\[0m|${escapeCode}\\[[0-9;]*[A-Za-z]|[\\p{Cc}--\\t]`,
  'gv',
);
/** What Timestamper, Docker's build and Kubernetes put before a line. */
const stamps =
  /^(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]? |\d\d:\d\d:\d\d(?:\.\d{3})? +|#\d{1,4} \d{1,5}\.\d{1,3} )/;

/** A line as it is read: without colours, hidden notes and times. */
export function cleanLine(line: string): string {
  const cut = line.length > 2 * longestLine ? line.slice(0, 2 * longestLine) : line;
  const plain = cut.replace(escapes, '').trimEnd();
  return plain.replace(stamps, '').replace(stamps, '').slice(0, longestLine);
}

/**
 * Nothing that a rule finds lacks all of these words; most lines of a log do, and are not looked at any further.
 * A single pass over the text, whatever the number of rules.
 */
const suspicious =
  /err|fail|exce|fatal|denied|refused|time[ds]? ?out|unable|cannot|can't|could|n't|not |no |missing|undefined|unresolved|unexpected|unknown|kill|memory|space|limit|violat|threshold|quality|coverage|vulnerab|conflict|reject|unreach|offline|disconnect|closed|reset|terminat|removed|expected|mismatch|problem|offense|reformat|style|issues|status|misbehav|invalid|forbidden|rate|abort|crash|insufficient|[✖✘●]|HIGH|warn|Diff in|-> |JENKINS-48300|GATE|doesn|WorkflowScript|jobdsl|can only|already|DSL script/i;

/** Lines that may say what went wrong, in their order; of very many, the last. */
export function suspiciousLines(log: string): LogLine[] {
  const found: LogLine[] = [];
  let number = 0;
  for (let start = 0; start < log.length; ) {
    const end = log.indexOf('\n', start);
    const stop = end < 0 ? log.length : end;
    number += 1;
    const raw = log.slice(start, Math.min(stop, start + 2 * longestLine));
    if (suspicious.test(raw)) found.push({ number, text: cleanLine(raw) });
    start = stop + 1;
  }
  return found.length > mostSuspicious ? found.slice(-mostSuspicious) : found;
}

const talk =
  /^\s*$|^\[Pipeline\]|^Finished: |^ERROR: script returned exit code|^script returned exit code|^Sending interrupt|^Build step '|^Post stage|^\[Checks API\]|^Recording test results|^Archiving artifacts|^Setting status of|^Started by |^Running as |^Building (?:on|in|remotely on) |^Running on .* in |^Triggering |^\S.* completed with result |^Obtained .* from |^Resuming build at |^Notifying|^Sending e-mail|^org\.jenkinsci\.plugins\.workflow\.actions\.ErrorAction|^\s+at [\w$.]+\(/;

/** True for what Jenkins says at the end of any red build. */
export function isTalk(text: string): boolean {
  return talk.test(text);
}

const heading =
  /^(?:\[ERROR\] *)?(?:COMPILATION ERROR ?:?|Failures: ?|Errors: ?|FAILURES!|BUILD FAILURE|\*\* (?:BUILD|TEST) FAILED \*\*)\s*$/;

/** True for what stands above the lines that say something. */
export function isHeading(text: string): boolean {
  return heading.test(text);
}

/** The last lines that say anything, in their order. */
export function lastLines(log: string, most: number): LogLine[] {
  const found: LogLine[] = [];
  const lines = log.split('\n');
  for (let at = lines.length - 1; at >= 0 && found.length < most; at -= 1) {
    const text = cleanLine(lines[at] ?? '');
    if (!isTalk(text)) found.unshift({ number: at + 1, text });
  }
  return found;
}
