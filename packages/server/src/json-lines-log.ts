import type { Log, LogFields, LogSeverity } from './core/log.ts';

const severities: readonly LogSeverity[] = ['error', 'warn', 'info', 'debug'];

/** The allow-list itself: a field that is not named here does not reach the log, whatever was passed. */
const fieldNames = [
  'message',
  'code',
  'error',
  'stack',
  'requestId',
  'method',
  'route',
  'path',
  'status',
  'durationMs',
  'principal',
  'connectionId',
  'address',
  'attempt',
  'delayMs',
  'pid',
  'version',
] as const satisfies readonly (keyof LogFields)[];

const longestText = 4_000;

function allowed(fields: LogFields): Record<string, string | number> {
  const line: Record<string, string | number> = {};
  for (const name of fieldNames) {
    const value = fields[name];
    if (value === undefined) continue;
    line[name] = typeof value === 'string' ? value.slice(0, longestText) : value;
  }
  return line;
}

export interface JsonLinesOptions {
  /** The least severe kind that is written. */
  readonly level: LogSeverity;
  readonly nowMs: () => number;
  /** Receives one line with its line break. */
  readonly write: (line: string) => void;
}

/** A log of JSON objects, one per line. */
export function createJsonLinesLog({ level, nowMs, write }: JsonLinesOptions): Log {
  const mostSevere = severities.indexOf(level);
  const at =
    (severity: LogSeverity): Log[LogSeverity] =>
    (event, fields = {}) => {
      if (severities.indexOf(severity) > mostSevere) return;
      const time = new Date(nowMs()).toISOString();
      write(`${JSON.stringify({ time, level: severity, event, ...allowed(fields) })}\n`);
    };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
