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

/** For a person at a terminal: `23:12:16 info listening address="http://127.0.0.1:3000"`. */
function plainLine(time: string, severity: LogSeverity, event: string, fields: LogFields): string {
  const words = Object.entries(allowed(fields)).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [time.slice(11, 19), severity, event, ...words].join(' ');
}

export interface LineLogOptions {
  /** The least severe kind that is written. */
  readonly level: LogSeverity;
  readonly nowMs: () => number;
  /** A person reads along, not a collector of logs. */
  readonly isForPerson: boolean;
  /** Receives one line with its line break. */
  readonly write: (line: string) => void;
}

/** A log of JSON objects, one per line; of plain words where a person reads along. */
export function createLineLog({ level, nowMs, isForPerson, write }: LineLogOptions): Log {
  const mostSevere = severities.indexOf(level);
  const at =
    (severity: LogSeverity): Log[LogSeverity] =>
    (event, fields = {}) => {
      if (severities.indexOf(severity) > mostSevere) return;
      const time = new Date(nowMs()).toISOString();
      const line = isForPerson
        ? plainLine(time, severity, event, fields)
        : JSON.stringify({ time, level: severity, event, ...allowed(fields) });
      write(`${line}\n`);
    };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
