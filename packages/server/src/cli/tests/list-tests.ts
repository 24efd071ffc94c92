import { routes, type TestSummary, testSorts, testStatusNames } from '@buildbutler/contract';
import { toFilterQuery } from '../filters.ts';
import { formatAge, formatCount, formatDuration, formatRate } from '../present.ts';
import { readPages } from '../read-pages.ts';
import { type Column, printJson, printTable } from '../table.ts';
import { hint } from '../talk.ts';
import { collectChoice, Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { mostTests, nameOfTest, type TestOptions, testOptions, toTestQuery } from './test-options.ts';

interface TestsOptions extends PrintOptions, TestOptions {
  readonly status?: readonly TestSummary['status'][];
  readonly vanished?: boolean;
  readonly sort?: (typeof testSorts)[number];
  readonly asc?: boolean;
}

const number = (value: number | null) => (value === null ? '' : String(value));

function columns(nowMs: number): readonly Column<TestSummary>[] {
  return [
    { title: 'ID', text: ({ id }) => id },
    { title: 'Connection', text: ({ instance }) => instance, canShrink: true },
    { title: 'Project', text: ({ project }) => project, canShrink: true },
    { title: 'Test', text: nameOfTest, canShrink: true },
    {
      title: 'Status',
      text: ({ status }) => status,
      color: ({ status }, colors) => (status === 'failed' ? colors.red : status === 'passed' ? colors.green : String),
    },
    { title: 'Last run', text: ({ lastRunAt }) => formatAge(lastRunAt, nowMs), plain: ({ lastRunAt }) => lastRunAt },
    { title: 'Runs', text: ({ runs }) => formatCount(runs), plain: ({ runs }) => String(runs), align: 'right' },
    {
      title: 'Failed',
      text: ({ failed }) => formatCount(failed),
      plain: ({ failed }) => String(failed),
      align: 'right',
    },
    {
      title: 'Pass rate',
      text: ({ passRate }) => formatRate(passRate),
      plain: ({ passRate }) => number(passRate),
      align: 'right',
    },
    {
      title: 'Average',
      text: ({ avgDuration }) => formatDuration(avgDuration),
      plain: ({ avgDuration }) => number(avgDuration),
      align: 'right',
    },
    { title: 'Flaky', text: ({ isFlaky }) => (isFlaky ? 'flaky' : '') },
    { title: 'Tags', text: ({ tags }) => tags.join(' '), canShrink: true },
  ];
}

export const listTests: Verb<TestsOptions> = {
  usage: 'list',
  summary: 'List tests that ran in a range, those that failed most first',
  options: () => [
    ...testOptions(),
    new Option('--status <status>', 'that ended like this last (repeatable)').argParser(collectChoice(testStatusNames)),
    new Option('--vanished', 'that stand in no report any more'),
    new Option('--sort <by>', 'order').choices(testSorts),
    new Option('--asc', 'smallest first'),
    ...serverOptions(),
  ],
  examples: [
    ['what fails now', 'buildbutler tests list --status failed'],
    ['the slowest tests of a folder', 'buildbutler tests list --folder /team-a --sort avgDuration --limit 10'],
  ],
  run: (context, { options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const { sort, status } = options;
      const query = {
        ...(await toFilterQuery(client, options)),
        ...toTestQuery(options),
        ...(sort === undefined ? {} : { sort }),
        ...(status === undefined ? {} : { status: [...status] }),
        ...(options.vanished ? { vanished: 'true' as const } : {}),
        order: options.asc ? ('asc' as const) : ('desc' as const),
      };
      const { rows, total } = await readPages(options.all ? mostTests : options.limit, (page) =>
        client.call(routes.listTests, { query: { ...query, ...page } }),
      );
      if (options.json) await printJson(rows, io.out);
      else if (rows.length > 0) await printTable(columns(io.nowMs()), rows, io.out);
      if (rows.length === 0) await hint(io, 'No tests match.');
      else if (rows.length < total) await hint(io, `${rows.length} of ${total} tests; --limit or --all shows more.`);
      return undefined;
    }),
};
