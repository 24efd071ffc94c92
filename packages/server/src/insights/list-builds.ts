import type { BuildSummary, buildSorts } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { type Window, windowOf } from '../core/window.ts';
import type { Store } from '../storage/open-store.ts';
import { type BuildFilter, buildConditions, connectionIdsOf } from './build-filter.ts';
import { selectBuilds, toBuildSummary } from './build-view.ts';
import { countBuilds } from './count-builds.ts';
import { longestBuilds } from './longest-builds.ts';

export interface ListBuildsInput extends BuildFilter {
  readonly range?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly building?: 'true' | 'false' | undefined;
  readonly sort?: (typeof buildSorts)[number] | undefined;
  readonly order?: 'asc' | 'desc' | undefined;
  readonly page: number;
  readonly per_page: number;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface BuildList {
  readonly data: BuildSummary[];
  readonly meta: { page?: number; per_page?: number; total?: number; next_cursor?: string | null };
}

const sortColumns = {
  started: 'build.started_at_ms',
  duration: 'build.duration_ms',
  queueTime: 'build.queue_ms',
} as const;

function windowAsked(input: ListBuildsInput, nowMs: number): Partial<Window> {
  const window = input.range === undefined ? {} : windowOf(input.range, nowMs);
  return {
    ...window,
    ...(input.since === undefined ? {} : { sinceMs: Date.parse(input.since) }),
    ...(input.until === undefined ? {} : { untilMs: Date.parse(input.until) }),
  };
}

/** Reads a cursor: the insertion number of the last row seen. Empty begins. Throws `bad_request` for anything we did not hand out. */
function cursorPosition(cursor: string): number {
  if (cursor === '') return 0;
  const position = /^c[0-9a-z]{1,11}$/.test(cursor) ? Number.parseInt(cursor.slice(1), 36) : Number.NaN;
  if (!Number.isSafeInteger(position)) {
    throw new AppError(
      'bad_request',
      'The cursor is not one that this API handed out. Begin again with an empty one.',
      {
        details: [{ path: 'query.cursor', message: 'unknown cursor' }],
      },
    );
  }
  return position;
}

/** Keys of a page of the longest builds, where columns can tell them; null = the store has to be asked. */
async function longestOf(
  store: Store,
  input: ListBuildsInput,
  { sinceMs, untilMs }: Partial<Window>,
): Promise<readonly number[] | null> {
  const { agent, building, fingerprint, job, number, order = 'desc', page, per_page, sort = 'started' } = input;
  if (sort === 'started' || order === 'asc' || building === 'true' || sinceMs === undefined) return null;
  // A build that still runs has no duration, but it may have waited.
  if (sort === 'queueTime' && building !== 'false') return null;
  // Few builds are sorted sooner than columns are read; what is in no column has to be looked up anyway.
  if (agent || fingerprint || job || number !== undefined) return null;
  const window = { sinceMs, untilMs: untilMs ?? Number.MAX_SAFE_INTEGER };
  const by = sort === 'duration' ? 'duration' : 'queue';
  return longestBuilds(store, { filter: input, window, by, from: (page - 1) * per_page, to: page * per_page });
}

/** Builds newest first by page, or everything in insertion order by cursor (a build keeps its place when it finishes later). */
export async function listBuilds(store: Store, input: ListBuildsInput, nowMs: number): Promise<BuildList> {
  const connectionIds = await connectionIdsOf(store.db, input.instance);
  const window = windowAsked(input, nowMs);
  let query = selectBuilds(store.db).where((e) => e.and(buildConditions(e as never, input, connectionIds, window)));
  if (input.building !== undefined) query = query.where('build.is_building', '=', input.building === 'true' ? 1 : 0);

  if (input.cursor !== undefined) {
    const limit = input.limit ?? 100;
    const rows = await query
      .where('build.seq', '>', cursorPosition(input.cursor))
      .orderBy('build.seq')
      .limit(limit)
      .execute();
    const last = rows.at(-1);
    return {
      data: rows.map(toBuildSummary),
      meta: { next_cursor: rows.length < limit || last === undefined ? null : `c${last.seq.toString(36)}` },
    };
  }

  const isBuilding = input.building === undefined ? null : input.building === 'true';
  const longest = await longestOf(store, input, window);
  if (longest !== null) {
    const found = await selectBuilds(store.db).where('build.id', 'in', longest).execute();
    const places = new Map(longest.map((key, place) => [key, place]));
    found.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
    const total = await countBuilds(store, { filter: input, connectionIds, window, isBuilding });
    return { data: found.map(toBuildSummary), meta: { page: input.page, per_page: input.per_page, total } };
  }
  const column = sortColumns[input.sort ?? 'started'];
  const order = input.order ?? 'desc';
  const rows = await query
    .orderBy(column, (o) => {
      const by = order === 'asc' ? o.asc() : o.desc();
      // Asked for where there are none, PostgreSQL would sort all builds instead of reading the index.
      return column === 'build.started_at_ms' ? by : by.nullsLast();
    })
    .orderBy('build.id', order)
    .limit(input.per_page)
    .offset((input.page - 1) * input.per_page)
    .execute();
  const total = await countBuilds(store, { filter: input, connectionIds, window, isBuilding });
  return { data: rows.map(toBuildSummary), meta: { page: input.page, per_page: input.per_page, total } };
}
