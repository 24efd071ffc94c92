import type { ItemPath, JobKind } from '../core/job.ts';
import { asItemName } from './item-name.ts';

/** The path of an item below the base URL: `/job/a/job/b`. A matrix configuration hangs below its job without `/job`. */
export function itemUrlPath(path: ItemPath, kind: JobKind = 'other'): string {
  const own = kind === 'matrix-configuration' ? path.slice(0, -1) : path;
  const jobs = own.map((segment) => `/job/${encodeURIComponent(segment.toWellFormed())}`).join('');
  return kind === 'matrix-configuration' ? `${jobs}/${encodeURIComponent((path.at(-1) ?? '').toWellFormed())}` : jobs;
}

function decode(segment: string): string | null {
  try {
    return asItemName(decodeURIComponent(segment));
  } catch {
    return null;
  }
}

export interface BuildAddress {
  readonly path: ItemPath;
  readonly number: number;
  readonly isMatrixConfiguration: boolean;
}

/**
 * Which build an address in an answer means: `…/job/<a>/job/<b>/12/`. The host and what stands before the first `/job/` are ignored,
 * since they follow the configured root URL, which need not be the address we use. Null when it is not a build.
 */
export function buildOfUrl(url: unknown): BuildAddress | null {
  if (typeof url !== 'string' || url.length > 8000) return null;
  const segments =
    url
      .replace(/^[a-z]+:\/\/[^/]*/i, '')
      .split(/[?#]/)[0]
      ?.split('/')
      .filter((segment) => segment !== '') ?? [];
  let at = segments.indexOf('job');
  if (at < 0) return null;
  const path: string[] = [];
  while (segments[at] === 'job' && at + 1 < segments.length) {
    const name = decode(segments[at + 1] ?? '');
    if (name === null) return null;
    path.push(name);
    at += 2;
  }
  const rest = segments.slice(at);
  const number = Number(rest.at(-1));
  if (path.length === 0 || rest.length === 0 || rest.length > 2 || !Number.isSafeInteger(number) || number < 1)
    return null;
  if (rest.length === 1) return { path, number, isMatrixConfiguration: false };
  const configuration = decode(rest[0] ?? '');
  return configuration === null ? null : { path: [...path, configuration], number, isMatrixConfiguration: true };
}
