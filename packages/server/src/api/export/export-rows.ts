import { type ExportWhat, type RouteRequest, routes } from '@buildbutler/contract';
import type { Ask } from '../../insights/ask.ts';

export type ExportQuery = RouteRequest<typeof routes.exportAnalytics>['query'];

type Rows = AsyncGenerator<readonly object[]>;

const buildsAtOnce = 1_000;
const rowsAtOnce = 500;
const mostGroups = 5_000;

/** All builds of the range, in the order in which they were stored, so that none is missed while others come in. */
async function* builds(ask: Ask, query: ExportQuery): Rows {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof ask<'listBuilds'>>> = await ask('listBuilds', {
      ...query,
      page: 1,
      per_page: 1,
      cursor,
      limit: buildsAtOnce,
    });
    yield page.data;
    cursor = page.meta.next_cursor ?? null;
  }
}

interface Page {
  readonly data: readonly object[];
  readonly meta: { readonly total?: number };
}

/** Page by page, until there is none. */
async function* paged(read: (page: number) => Promise<Page>): Rows {
  for (let page = 1; ; page += 1) {
    const { data, meta } = await read(page);
    yield data;
    if (data.length < rowsAtOnce || page * rowsAtOnce >= (meta.total ?? Number.POSITIVE_INFINITY)) return;
  }
}

/** Everything that a page shows, some rows at a time; the rows are those of its own question. */
export function exportRows(ask: Ask, what: ExportWhat, query: ExportQuery): Rows {
  const { folder, instance, job, q, range, tz } = query;
  const many = (page: number) => ({ page, per_page: rowsAtOnce });
  switch (what) {
    case 'builds':
      return builds(ask, query);
    case 'metrics':
      return (async function* () {
        yield (await ask('metrics', { ...query, group_by: 'day', limit: mostGroups })).groups;
      })();
    case 'jobs': {
      const { result: _result, ...filter } = query;
      const of = routes.listJobs.query.parse({});
      return paged((page) => ask('listJobs', { ...of, ...filter, ...many(page) }));
    }
    case 'stages': {
      const of = routes.listStages.query.parse({ sort: 'stage', order: 'asc' });
      return paged((page) => ask('listStages', { ...of, ...query, ...many(page) }));
    }
    case 'tests': {
      const of = routes.listTests.query.parse({});
      return paged((page) => ask('listTests', { ...of, ...query, ...many(page) }));
    }
    case 'flaky': {
      const of = routes.listFlakyTests.query.parse({});
      return paged((page) => ask('listFlakyTests', { ...of, ...query, ...many(page) }));
    }
    case 'failures': {
      const of = routes.listFailures.query.parse({});
      return paged((page) => ask('listFailures', { ...of, ...query, ...many(page) }));
    }
    case 'queue': {
      const of = routes.listQueue.query.parse({});
      return paged((page) => ask('listQueue', { ...of, instance, folder, job, q, ...many(page) }));
    }
    case 'agents': {
      const of = routes.listAgents.query.parse({});
      return paged((page) => ask('listAgents', { ...of, instance, range, tz, ...many(page) }));
    }
  }
}
