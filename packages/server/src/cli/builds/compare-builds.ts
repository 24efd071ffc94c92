import { type ComparedTest, type Comparison, routes } from '@buildbutler/contract';
import type { Io } from '../io.ts';
import { formatCount, formatDuration, formatRate, unknown } from '../present.ts';
import { type Column, printJson, printTable } from '../table.ts';
import { hint } from '../talk.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { type BuildPlace, buildPlaceOption, findBuild } from './find-build.ts';

interface CompareOptions extends PrintOptions, BuildPlace {}

type Metric = Comparison['metrics'][number];

const texts: Readonly<Record<Metric['unit'], (value: number) => string>> = {
  count: formatCount,
  ms: formatDuration,
  rate: formatRate,
};

function valueText(value: number | null, { unit }: Metric): string {
  return value === null ? unknown : texts[unit](value);
}

/** `+12 s`, `−3`, `+1.2 points`; a dash where one side is not known. */
function deltaText(metric: Metric): string {
  const { delta, unit } = metric;
  if (delta === null) return unknown;
  if (delta === 0) return '0';
  const sign = delta > 0 ? '+' : '−';
  const size = Math.abs(delta);
  return unit === 'rate' ? `${sign}${(size * 100).toFixed(1)} points` : `${sign}${texts[unit](size)}`;
}

const plain = (value: number | null) => (value === null ? '' : String(value));

const columns: readonly Column<Metric>[] = [
  { title: 'Metric', text: ({ label }) => label, plain: ({ key }) => key, canShrink: true },
  { title: 'A', text: (metric) => valueText(metric.a, metric), plain: ({ a }) => plain(a), align: 'right' },
  { title: 'B', text: (metric) => valueText(metric.b, metric), plain: ({ b }) => plain(b), align: 'right' },
  {
    title: 'Delta',
    text: deltaText,
    plain: ({ delta }) => plain(delta),
    align: 'right',
    color: ({ isWorse }, colors) => (isWorse === null ? String : isWorse ? colors.red : colors.green),
  },
];

const titles = {
  regressions: 'Regressions',
  fixed: 'Fixed',
  added: 'New',
  removed: 'Removed',
  flaky: 'Flaky',
  other: 'Other changes',
} as const satisfies Record<keyof NonNullable<Comparison['tests']>, string>;

interface ShownTest extends ComparedTest {
  readonly group: string;
}

const testColumns: readonly Column<ShownTest>[] = [
  { title: 'Tests', text: ({ group }) => group },
  { title: 'Test', text: ({ className, name }) => [className, name].filter(Boolean).join('.'), canShrink: true },
  { title: 'A', text: ({ a }) => a ?? unknown, plain: ({ a }) => a ?? '' },
  { title: 'B', text: ({ b }) => b ?? unknown, plain: ({ b }) => b ?? '' },
];

async function printTests(io: Io, tests: Comparison['tests']): Promise<void> {
  if (tests === null) return hint(io, 'One of them has no test report: single tests are not compared.');
  const rows = (Object.keys(titles) as (keyof typeof titles)[]).flatMap((name) =>
    tests[name].data.map((test) => ({ ...test, group: titles[name] })),
  );
  if (rows.length > 0) await printTable(testColumns, rows, io.out);
  for (const name of Object.keys(titles) as (keyof typeof titles)[]) {
    const { count, data } = tests[name];
    if (count > data.length) await hint(io, `${titles[name]}: ${data.length} of ${count} are shown.`);
  }
}

export const compareBuilds: Verb<CompareOptions> = {
  usage: 'compare <a> <b>',
  summary: 'Compare two builds: figures, stages, tests',
  options: () => [buildPlaceOption(), ...serverOptions()],
  examples: [
    ['what a slow build did slower', 'buildbutler builds compare team-a/checkout#117 team-a/checkout#118'],
    ['the tests that broke, for a program', 'buildbutler builds compare b_1x2y3z b_1x2y40 --json'],
  ],
  run: (context, { args: [namedA = '', namedB = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const a = await findBuild(client, namedA, options);
      const b = await findBuild(client, namedB, options);
      const answer = await client.call(routes.compareBuilds, { query: { a, b } });
      if (options.json) {
        await printJson(answer, io.out);
        return undefined;
      }
      for (const [name, build] of [['A', answer.a] as const, ['B', answer.b] as const]) {
        const { branch, jobName, number, result, timestamp } = build;
        await hint(
          io,
          `${name}: ${jobName} #${number} ${result ?? 'RUNNING'}${branch ? ` (${branch})` : ''} ${timestamp}`,
        );
      }
      await printTable(columns, answer.metrics, io.out);
      await printTests(io, answer.tests);
      return undefined;
    }),
};
