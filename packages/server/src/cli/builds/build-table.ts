import type { BuildSummary } from '@buildbutler/contract';
import { formatAge, formatDuration, unknown } from '../present.ts';
import { resultColor, resultPlain, resultText } from '../result-text.ts';
import type { Column } from '../table.ts';

const number = (value: number | null) => (value === null ? '' : String(value));

/** One row a build. */
export function buildColumns(nowMs: number): readonly Column<BuildSummary>[] {
  return [
    { title: 'ID', text: ({ id }) => id },
    { title: 'Connection', text: ({ instance }) => instance, canShrink: true },
    { title: 'Job', text: ({ jobName }) => jobName, canShrink: true },
    { title: 'Number', text: (build) => `#${build.number}`, plain: (build) => String(build.number), align: 'right' },
    { title: 'Result', text: resultText, plain: resultPlain, color: resultColor },
    { title: 'Branch', text: ({ branch }) => branch ?? unknown, plain: ({ branch }) => branch ?? '', canShrink: true },
    { title: 'Started', text: ({ timestamp }) => formatAge(timestamp, nowMs), plain: ({ timestamp }) => timestamp },
    {
      title: 'Duration',
      text: ({ duration }) => formatDuration(duration),
      plain: ({ duration }) => number(duration),
      align: 'right',
    },
  ];
}
