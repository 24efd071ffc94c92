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

export interface ItemAddress {
  readonly path: ItemPath;
  /** Of a build; null for the job itself. */
  readonly number: number | null;
  readonly isMatrixConfiguration: boolean;
}

function segmentsOf(url: string): readonly string[] {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/)[0] ?? '';
  return path.split('/').filter((segment) => segment !== '');
}

function jobSegments(
  segments: readonly string[],
): { readonly path: string[]; readonly rest: readonly string[] } | null {
  const path: string[] = [];
  let at = segments.indexOf('job');
  if (at < 0) return null;
  while (segments[at] === 'job' && at + 1 < segments.length) {
    const name = decode(segments[at + 1] ?? '');
    if (name === null) return null;
    path.push(name);
    at += 2;
  }
  return path.length === 0 ? null : { path, rest: segments.slice(at) };
}

/**
 * Which job or build an address in an answer means: `…/job/<a>/job/<b>/12/`. The host and what stands before the first `/job/` are
 * ignored, since they follow the configured root URL, which need not be the address we use. Null when it is neither.
 */
export function itemOfUrl(url: unknown): ItemAddress | null {
  if (typeof url !== 'string' || url.length > 8000) return null;
  const found = jobSegments(segmentsOf(url));
  if (found === null || found.rest.length > 2) return null;
  const { path, rest } = found;
  const number = /^[1-9]\d{0,15}$/.test(rest.at(-1) ?? '') ? Number(rest.at(-1)) : null;
  const inner = number === null ? rest : rest.slice(0, -1);
  if (number !== null && !Number.isSafeInteger(number)) return null;
  if (inner.length === 0) return { path, number, isMatrixConfiguration: false };
  const configuration = inner.length === 1 ? decode(inner[0] ?? '') : null;
  return configuration === null ? null : { path: [...path, configuration], number, isMatrixConfiguration: true };
}

export interface BuildAddress extends ItemAddress {
  readonly number: number;
}

/** As `itemOfUrl`, builds only. */
export function buildOfUrl(url: unknown): BuildAddress | null {
  const address = itemOfUrl(url);
  return address === null || address.number === null ? null : { ...address, number: address.number };
}
