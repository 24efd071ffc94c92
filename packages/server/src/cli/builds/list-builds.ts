import { type Client, type Result, type RouteInput, results, routes } from '@buildbutler/contract';
import { usageError } from '../cli-error.ts';
import { type FilterOptions, filterOptions, rangeOption, toFilterQuery } from '../filters.ts';
import type { Io } from '../io.ts';
import { parseInstant } from '../parse-instant.ts';
import { readPages } from '../read-pages.ts';
import { printJson, printJsonStream, printLines, printTable } from '../table.ts';
import { hint } from '../talk.ts';
import { collectChoice, Option, type PrintOptions, parseWhole, serverOptions, type Verb, withServer } from '../verb.ts';
import { buildColumns } from './build-table.ts';
import { readAllBuilds } from './read-all-builds.ts';

interface BuildsOptions extends PrintOptions, FilterOptions {
  readonly result?: readonly Result[];
  readonly running?: boolean;
  readonly range?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: number;
  readonly all?: boolean;
}

type Query = RouteInput<typeof routes.listBuilds>['query'];

async function toQuery(io: Io, client: Client, options: BuildsOptions): Promise<Query> {
  const nowMs = io.nowMs();
  const { since, until, range, result } = options;
  if (range !== undefined && (since !== undefined || until !== undefined)) {
    throw usageError('--range and --since or --until exclude each other.');
  }
  const time = {
    ...(since === undefined ? {} : { since: parseInstant(since, { nowMs, flag: '--since' }) }),
    ...(until === undefined ? {} : { until: parseInstant(until, { nowMs, flag: '--until' }) }),
  };
  return {
    ...(await toFilterQuery(client, options)),
    ...time,
    ...(range === undefined ? {} : { range }),
    ...(result === undefined ? {} : { result: [...result] }),
    ...(options.running ? { building: 'true' as const } : {}),
  };
}

async function printAll(io: Io, client: Client, { query, isJson }: { query: Query; isJson: boolean }): Promise<void> {
  const batches = readAllBuilds(client, query);
  if (isJson) return printJsonStream(batches, io.out);
  const columns = buildColumns(io.nowMs());
  for await (const builds of batches) await printLines(columns, builds, io.out);
}

export const listBuilds: Verb<BuildsOptions> = {
  usage: 'list',
  summary: 'List builds, newest first',
  options: () => [
    ...filterOptions(),
    new Option('--result <result>', 'with this result (repeatable)').argParser(collectChoice(results)),
    new Option('--running', 'that still run'),
    rangeOption(),
    new Option('--since <time>', 'started at or after: 12h, 2d (ago), 2026-11-20, or an ISO instant'),
    new Option('--until <time>', 'started before'),
    new Option('--limit <count>', 'rows at most').argParser(parseWhole(1, 100_000)).default(25),
    new Option('--all', 'read out every build, in the order in which they were stored, without a box').conflicts(
      'limit',
    ),
    ...serverOptions(),
  ],
  examples: [
    ['what failed since yesterday', 'buildbutler builds list --result failure --since 1d'],
    ['the last builds of one job and branch', 'buildbutler builds list --job team-a/checkout --branch main'],
    ['everything, for a program', 'buildbutler builds list --all --json > builds.json'],
  ],
  run: (context, { options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const query = await toQuery(io, client, options);
      if (options.all) {
        await printAll(io, client, { query, isJson: options.json === true });
        return undefined;
      }
      const { rows, total } = await readPages(options.limit, (page) =>
        client.call(routes.listBuilds, { query: { ...query, ...page } }),
      );
      if (options.json) await printJson(rows, io.out);
      else if (rows.length > 0) await printTable(buildColumns(io.nowMs()), rows, io.out);
      if (rows.length === 0) await hint(io, 'No builds match.');
      else if (rows.length < total) await hint(io, `${rows.length} of ${total} builds; --limit or --all shows more.`);
      return undefined;
    }),
};
