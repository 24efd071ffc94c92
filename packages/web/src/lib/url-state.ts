import { type FailureCategory, failureCategories, type Result, results } from '@buildbutler/contract';
import { defaultRange, readRange } from './range.ts';

type RawSearch = Record<string, string | string[]>;

/** Reads an address's query: repeated names become arrays; values stay text. */
export function parseSearch(text: string): RawSearch {
  const search: RawSearch = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const earlier = search[name];
    if (earlier === undefined) search[name] = value;
    else search[name] = Array.isArray(earlier) ? [...earlier, value] : [earlier, value];
  }
  return search;
}

/** Writes an address's query, `?` included; empty values are left out, arrays are repeated names. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') params.append(name, String(item));
    }
  }
  // A readable address: these characters need no escape in a query.
  const query = params.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
  return query === '' ? '' : `?${query}`;
}

/** What every analytic page can be narrowed by, as it stands in the address. Absent = no limit. */
export interface Filters {
  instance?: string[] | undefined;
  folder?: string | undefined;
  job?: string | undefined;
  q?: string | undefined;
  branch?: string | undefined;
  result?: Result[] | undefined;
  /** Name of an agent: on lists of builds alone. */
  agent?: string | undefined;
  /** Failure categories: on lists of builds and of failures alone. */
  category?: FailureCategory[] | undefined;
  /** Id of one failure: on lists of builds alone. */
  fingerprint?: string | undefined;
  range?: string | undefined;
}

const asList = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string' && item !== '');
const asText = (value: unknown, most: number): string | undefined => asList(value)[0]?.slice(0, most);
const orNothing = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);
const isResult = (text: string): text is Result => (results as readonly string[]).includes(text);
const isCategory = (text: string): text is FailureCategory => (failureCategories as readonly string[]).includes(text);
const fingerprintId = /^f_[0-9a-z]{1,16}$/;

/** The filters of an address; what is not understood is dropped, so an old link still opens. */
export function readFilters(raw: Record<string, unknown>): Filters {
  const range = readRange(asText(raw.range, 100));
  return withoutEmpty({
    instance: orNothing([...new Set(asList(raw.instance))].slice(0, 50)),
    folder: asText(raw.folder, 1000),
    job: asText(raw.job, 1000),
    q: asText(raw.q, 200),
    branch: asText(raw.branch, 500),
    result: orNothing([...new Set(asList(raw.result).filter(isResult))]),
    agent: asText(raw.agent, 200),
    category: orNothing([...new Set(asList(raw.category).filter(isCategory))]),
    fingerprint: fingerprintId.exec(asText(raw.fingerprint, 20) ?? '')?.[0],
    range: range === defaultRange ? undefined : range,
  });
}

function withoutEmpty<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

/** How many filters narrow the view, the date range not counted (it always has a value). */
export function countFilters(filters: Filters): number {
  const { range: _range, ...narrowing } = filters;
  return Object.values(narrowing).filter((value) => value !== undefined).length;
}

/** The filters that every analytic page answers to: what goes along from page to page. */
export function sharedFilters(filters: Filters): Filters {
  const { agent: _agent, category: _category, fingerprint: _fingerprint, ...shared } = filters;
  return shared;
}

export interface TablePlace {
  page?: number | undefined;
  per_page?: number | undefined;
  sort?: string | undefined;
  order?: 'asc' | 'desc' | undefined;
}

const pageSizes = [25, 50, 100];

function asWhole(value: unknown, most: number): number | undefined {
  const text = asText(value, 9);
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const whole = Number(text);
  return whole >= 1 && whole <= most ? whole : undefined;
}

/** Page, page size and sort of a table as they stand in the address; defaults are left out. */
export function readTablePlace<S extends string>(
  raw: Record<string, unknown>,
  sorts: readonly S[],
): TablePlace & { sort?: S | undefined } {
  const page = asWhole(raw.page, 1_000_000);
  const perPage = asWhole(raw.per_page, 100);
  const sort = sorts.find((name) => name === raw.sort);
  return withoutEmpty({
    page: page === 1 ? undefined : page,
    per_page: perPage !== undefined && perPage !== 25 && pageSizes.includes(perPage) ? perPage : undefined,
    sort,
    order: sort !== undefined && (raw.order === 'asc' || raw.order === 'desc') ? raw.order : undefined,
  });
}

/** A path inside this application to return to after signing in; anything that could lead elsewhere becomes `/`. */
export function safeReturnPath(value: unknown): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])/.test(value) || /[\\\p{Cc}]/u.test(value)) return '/';
  return value.startsWith('/login') || value.startsWith('/setup') ? '/' : value;
}
