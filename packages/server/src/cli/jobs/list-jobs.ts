import { type JobSummary, jobSorts, type Result, results, routes } from '@buildbutler/contract';
import { type FilterOptions, filterOptions, rangeOption, toFilterQuery } from '../filters.ts';
import { formatAge, formatCount, formatDuration, formatRate, unknown } from '../present.ts';
import { readPages } from '../read-pages.ts';
import { resultColor, resultPlain, resultText } from '../result-text.ts';
import { type Column, printJson, printTable } from '../table.ts';
import { hint } from '../talk.ts';
import { collectChoice, Option, type PrintOptions, parseWhole, serverOptions, type Verb, withServer } from '../verb.ts';

interface JobsOptions extends PrintOptions, FilterOptions {
  readonly range?: string;
  readonly result?: readonly Result[];
  readonly red?: boolean;
  readonly sort?: (typeof jobSorts)[number];
  readonly desc?: boolean;
  readonly limit: number;
  readonly all?: boolean;
}

const mostJobs = 1_000_000;
const number = (value: number | null) => (value === null ? '' : String(value));
const last = ({ lastResult, isBuilding }: JobSummary) => ({ result: lastResult, building: isBuilding });

function columns(nowMs: number): readonly Column<JobSummary>[] {
  return [
    { title: 'ID', text: ({ id }) => id },
    { title: 'Connection', text: ({ instance }) => instance, canShrink: true },
    { title: 'Job', text: ({ fullName }) => fullName, canShrink: true },
    {
      title: 'Last result',
      text: (job) => resultText(last(job)),
      plain: (job) => resultPlain(last(job)),
      color: (job, colors) => resultColor(last(job), colors),
    },
    {
      title: 'Number',
      text: ({ lastBuild }) => (lastBuild === null ? unknown : `#${lastBuild}`),
      plain: ({ lastBuild }) => number(lastBuild),
      align: 'right',
    },
    {
      title: 'Started',
      text: ({ lastBuildAt }) => formatAge(lastBuildAt, nowMs),
      plain: ({ lastBuildAt }) => lastBuildAt ?? '',
    },
    {
      title: 'Builds',
      text: ({ builds }) => formatCount(builds),
      plain: ({ builds }) => String(builds),
      align: 'right',
    },
    {
      title: 'Success',
      text: ({ successRate }) => formatRate(successRate),
      plain: ({ successRate }) => number(successRate),
      align: 'right',
    },
    {
      title: 'p50',
      text: ({ duration }) => formatDuration(duration.p50),
      plain: ({ duration }) => number(duration.p50),
      align: 'right',
    },
    {
      title: 'p95',
      text: ({ duration }) => formatDuration(duration.p95),
      plain: ({ duration }) => number(duration.p95),
      align: 'right',
    },
  ];
}

export const listJobs: Verb<JobsOptions> = {
  usage: 'list',
  summary: 'List jobs with their last result and their figures over a range',
  options: () => [
    ...filterOptions(),
    rangeOption(),
    new Option('--result <result>', 'whose last result is this (repeatable)').argParser(collectChoice(results)),
    new Option('--red', 'with a FAILURE or UNSTABLE build and no SUCCESS since'),
    new Option('--sort <by>', 'order').choices(jobSorts),
    new Option('--desc', 'largest first'),
    new Option('--limit <count>', 'rows at most').argParser(parseWhole(1, mostJobs)).default(50),
    new Option('--all', 'every row').conflicts('limit'),
    ...serverOptions(),
  ],
  examples: [
    ['what is red now', 'buildbutler jobs list --red'],
    [
      'the ten slowest jobs of a folder this week',
      'buildbutler jobs list --folder /team-a --range 7d --sort p95 --desc --limit 10',
    ],
    ['names of all jobs', 'buildbutler jobs list --all | cut -f 3'],
  ],
  run: (context, { options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const { range, sort, result } = options;
      const query = {
        ...(await toFilterQuery(client, options)),
        ...(range === undefined ? {} : { range }),
        ...(sort === undefined ? {} : { sort }),
        ...(result === undefined ? {} : { lastResult: [...result] }),
        ...(options.red ? { red: 'true' as const } : {}),
        order: options.desc ? ('desc' as const) : ('asc' as const),
      };
      const { rows, total } = await readPages(options.all ? mostJobs : options.limit, (page) =>
        client.call(routes.listJobs, { query: { ...query, ...page } }),
      );
      if (options.json) await printJson(rows, io.out);
      else if (rows.length > 0) await printTable(columns(io.nowMs()), rows, io.out);
      if (rows.length === 0) await hint(io, 'No jobs match.');
      else if (rows.length < total) await hint(io, `${rows.length} of ${total} jobs; --limit or --all shows more.`);
      return undefined;
    }),
};
