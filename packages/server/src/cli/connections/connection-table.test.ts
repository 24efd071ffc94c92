import { expect, test } from 'vitest';
import { memorySink } from '../../../tests/cli/memory-io.ts';
import { printTable } from '../table.ts';
import { connectionColumns } from './connection-table.ts';

const rows = [
  { id: 1, name: 'Production', url: 'https://jenkins.example.com', status: 'Active', state: 'active' },
  { id: 2, name: 'Staging', url: 'https://jenkins-stg.example.com', status: 'Active', state: 'active' },
] as const;

test('has the published shape on a terminal', async () => {
  const sink = memorySink({ isTty: true, columns: 80 });
  await printTable(connectionColumns, rows, sink);
  expect(sink.text()).toBe(
    `
┌────┬────────────┬─────────────────────────────────┬────────┐
│ ID │ Name       │ URL                             │ Status │
├────┼────────────┼─────────────────────────────────┼────────┤
│ 1  │ Production │ https://jenkins.example.com     │ Active │
│ 2  │ Staging    │ https://jenkins-stg.example.com │ Active │
└────┴────────────┴─────────────────────────────────┴────────┘
`.trimStart(),
  );
});

test('is tab-separated without a box in a pipe', async () => {
  const sink = memorySink();
  await printTable(connectionColumns, rows, sink);
  expect(sink.text()).toBe(
    '1\tProduction\thttps://jenkins.example.com\tActive\n2\tStaging\thttps://jenkins-stg.example.com\tActive\n',
  );
});
