import type { BuildSummary, buildSorts } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { type Window, windowOf } from '../core/window.ts';
import type { Store } from '../storage/open-store.ts';
import { type BuildFilter, buildConditions, connectionIdsOf } from './build-filter.ts';
import { selectBuilds, toBuildSummary } from './build-view.ts';
import { countBuilds } from './count-builds.ts';

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
  const isBuilding = input.building === undefined ? null : input.building === 'true';
  const total = await countBuilds(store, { filter: input, connectionIds, window, isBuilding });
  return { data: rows.map(toBuildSummary), meta: { page: input.page, per_page: input.per_page, total } };
}
