import type { Route } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';

const parts = ['params', 'query', 'body'] as const;
const mostFaults = 20;

/** The three parts of a request as they came in. */
export type RawRequest = Readonly<Record<(typeof parts)[number], unknown>>;

interface Fault {
  readonly path: string;
  readonly message: string;
}

function sentenceOf(faults: readonly Fault[]): string {
  const [first] = faults;
  if (first === undefined) return 'The request is not valid.';
  const rest = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return `${first.path}: ${first.message}${rest}`;
}

/** Reads a request by the schemas of its route, defaults filled in. Throws `bad_request` that names every faulty field. */
export function parseRequest(route: Route, raw: RawRequest): Record<string, unknown> {
  const parsed: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const part of parts) {
    const schema = route[part];
    if (schema === undefined) continue;
    const result = schema.safeParse(raw[part] ?? (part === 'query' ? {} : undefined));
    if (result.success) parsed[part] = result.data;
    else {
      for (const { path, message } of result.error.issues.slice(0, mostFaults)) {
        faults.push({ path: [part === 'params' ? 'path' : part, ...path.map(String)].join('.'), message });
      }
    }
  }
  if (faults.length > 0) throw new AppError('bad_request', sentenceOf(faults), { details: faults });
  return parsed;
}
