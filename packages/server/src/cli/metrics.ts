import { type Figures, groupBys, groupSorts, type Metrics, routes, timeZoneSchema } from '@buildbutler/contract';
import { InvalidArgumentError } from 'commander';
import { type FilterOptions, filterOptions, rangeOption, toFilterQuery } from './filters.ts';
import { formatCount, formatDuration, formatRate } from './present.ts';
import { type Column, type Field, printFields, printJson, printTable } from './table.ts';
import { hint } from './talk.ts';
import { Option, type PrintOptions, parseWhole, serverOptions, type Verb, withServer } from './verb.ts';

interface MetricsOptions extends PrintOptions, FilterOptions {
  readonly range?: string;
  readonly tz?: string;
  readonly groupBy?: (typeof groupBys)[number];
  readonly sort?: (typeof groupSorts)[number];
  readonly limit?: number;
}

type Group = Metrics['groups'][number];

const number = (value: number | null) => (value === null ? '' : String(value));
const count = (title: string, value: number): Field => ({ title, text: formatCount(value), plain: String(value) });
const rate = (title: string, value: number | null): Field => ({ title, text: formatRate(value), plain: number(value) });
const time = (title: string, ms: number | null): Field => ({ title, text: formatDuration(ms), plain: number(ms) });

function toFields({ builds, byResult, successRate, duration, queueTime, tests }: Figures): Field[] {
  return [
    count('Builds', builds),
    count('Success', byResult.SUCCESS),
    count('Unstable', byResult.UNSTABLE),
    count('Failure', byResult.FAILURE),
    count('Aborted', byResult.ABORTED),
    count('Not built', byResult.NOT_BUILT),
    rate('Success rate', successRate),
    time('Duration avg', duration.avg),
    time('Duration p50', duration.p50),
    time('Duration p90', duration.p90),
    time('Duration p95', duration.p95),
    time('Duration max', duration.max),
    time('Queue avg', queueTime.avg),
    time('Queue p50', queueTime.p50),
    time('Queue p95', queueTime.p95),
    count('Tests', tests.total),
    count('Tests failed', tests.failed),
    rate('Test pass rate', tests.passRate),
  ];
}

type Figure = (group: Group) => Field;

const groupFigures: readonly Figure[] = [
  ({ builds }) => count('Builds', builds),
  ({ byResult }) => count('Failure', byResult.FAILURE),
  ({ byResult }) => count('Unstable', byResult.UNSTABLE),
  ({ successRate }) => rate('Success rate', successRate),
  ({ duration }) => time('p50', duration.p50),
  ({ duration }) => time('p95', duration.p95),
  ({ queueTime }) => time('Queue p50', queueTime.p50),
];

function groupColumns(title: string, sample: Group): readonly Column<Group>[] {
  const figures = groupFigures.map(
    (figure): Column<Group> => ({
      title: figure(sample).title,
      text: (group) => figure(group).text,
      plain: (group) => figure(group).plain ?? '',
      align: 'right',
    }),
  );
  return [{ title, text: ({ label }) => label, canShrink: true }, ...figures];
}

const titles = {
  job: 'Job',
  folder: 'Folder',
  label: 'Label',
  branch: 'Branch',
  hour: 'Hour',
  day: 'Day',
  week: 'Week',
  instance: 'Connection',
  category: 'Category',
} as const satisfies Record<(typeof groupBys)[number], string>;

function parseTimeZone(text: string): string {
  if (timeZoneSchema.safeParse(text).success) return text;
  throw new InvalidArgumentError('Expected an IANA name, such as Europe/Berlin.');
}

const timeZoneOfMachine = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export const metrics: Verb<MetricsOptions> = {
  usage: 'metrics',
  summary: 'Show success rate, durations and queue times, whole or by group',
  options: () => [
    ...filterOptions(),
    rangeOption(),
    new Option('--group-by <what>', 'one row for each').choices(groupBys),
    new Option('--sort <by>', 'order of the groups').choices(groupSorts),
    new Option('--limit <count>', 'groups at most').argParser(parseWhole(1, 5000)),
    new Option('--tz <zone>', 'time zone of hours, days and weeks; that of this machine unless named').argParser(
      parseTimeZone,
    ),
    ...serverOptions(),
  ],
  examples: [
    ['the last 30 days', 'buildbutler metrics'],
    ['where minutes are burnt', 'buildbutler metrics --group-by job --sort minutesBurnt --limit 10'],
    ['builds per day of one branch', 'buildbutler metrics --group-by day --branch main --range 14d'],
  ],
  run: (context, { options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const { range, groupBy, sort, limit } = options;
      const answer = await client.call(routes.getMetrics, {
        query: {
          ...(await toFilterQuery(client, options)),
          ...(range === undefined ? {} : { range }),
          ...(groupBy === undefined ? {} : { group_by: groupBy }),
          ...(sort === undefined ? {} : { sort }),
          ...(limit === undefined ? {} : { limit }),
          tz: options.tz ?? timeZoneOfMachine(),
        },
      });
      const [sample] = answer.groups;
      if (options.json) await printJson(answer, io.out);
      else if (groupBy === undefined) await printFields(toFields(answer.data), io.out);
      else if (sample !== undefined) await printTable(groupColumns(titles[groupBy], sample), answer.groups, io.out);
      await hint(io, `${answer.meta.since} to ${answer.meta.until}, days in ${answer.meta.tz}`);
      return undefined;
    }),
};
