import { type FlakyTest, flakySorts, routes } from '@buildbutler/contract';
import { toFilterQuery } from '../filters.ts';
import { formatAge, formatRate, unknown } from '../present.ts';
import { readPages } from '../read-pages.ts';
import { type Column, printJson, printTable } from '../table.ts';
import { hint } from '../talk.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { mostTests, nameOfTest, type TestOptions, testOptions, toTestQuery } from './test-options.ts';

interface FlakyOptions extends PrintOptions, TestOptions {
  readonly sort?: (typeof flakySorts)[number];
  readonly asc?: boolean;
}

/** Runs of a line of a table: more would push everything else out of it. */
const shownRuns = 30;

function columns(nowMs: number): readonly Column<FlakyTest>[] {
  return [
    { title: 'ID', text: ({ id }) => id },
    { title: 'Connection', text: ({ instance }) => instance, canShrink: true },
    { title: 'Job', text: ({ jobName }) => jobName, canShrink: true },
    { title: 'Branch', text: ({ branch }) => branch ?? unknown, plain: ({ branch }) => branch ?? '', canShrink: true },
    { title: 'Test', text: nameOfTest, canShrink: true },
    { title: 'Flips', text: ({ flips }) => String(flips), align: 'right' },
    {
      title: 'Pass rate',
      text: ({ passRate }) => formatRate(passRate),
      plain: ({ passRate }) => (passRate === null ? '' : String(passRate)),
      align: 'right',
    },
    {
      title: 'Last flip',
      text: ({ lastFlipAt }) => formatAge(lastFlipAt, nowMs),
      plain: ({ lastFlipAt }) => lastFlipAt ?? '',
    },
    { title: 'Re-runs', text: ({ reruns }) => String(reruns.builds), align: 'right' },
    { title: 'Minutes', text: ({ reruns }) => String(reruns.minutes), align: 'right' },
    { title: 'Runs', text: ({ recent }) => recent.slice(-shownRuns), plain: ({ recent }) => recent },
  ];
}

export const listFlakyTests: Verb<FlakyOptions> = {
  usage: 'flaky',
  summary: 'List flaky tests by branch of a job, those that turned most first',
  options: () => [
    ...testOptions(),
    new Option('--sort <by>', 'order').choices(flakySorts),
    new Option('--asc', 'smallest first'),
    ...serverOptions(),
  ],
  examples: [
    ['flaky tests of the main branch', 'buildbutler tests flaky --branch main'],
    ['what they cost', 'buildbutler tests flaky --sort cost --limit 10'],
  ],
  run: (context, { options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const { sort } = options;
      const query = {
        ...(await toFilterQuery(client, options)),
        ...toTestQuery(options),
        ...(sort === undefined ? {} : { sort }),
        order: options.asc ? ('asc' as const) : ('desc' as const),
      };
      const { rows, total } = await readPages(
        options.all ? mostTests : options.limit,
        (page) => client.call(routes.listFlakyTests, { query: { ...query, ...page } }),
        // A test stands in the list once for each branch on which it is flaky.
        ({ branch, id, jobId }) => `${id} ${jobId} ${branch ?? ''}`,
      );
      if (options.json) await printJson(rows, io.out);
      else if (rows.length > 0) await printTable(columns(io.nowMs()), rows, io.out);
      if (rows.length === 0) await hint(io, 'No flaky tests match.');
      else if (rows.length < total)
        await hint(io, `${rows.length} of ${total} flaky tests; --limit or --all shows more.`);
      return undefined;
    }),
};
