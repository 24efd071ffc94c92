import { expect, test } from 'vitest';
import { memorySink } from '../../tests/cli/memory-io.ts';
import { type Column, printFields, printJson, printJsonStream, printTable } from './table.ts';

interface Row {
  readonly id: number;
  readonly name: string;
}

const columns: readonly Column<Row>[] = [
  { title: 'ID', text: ({ id }) => `#${id}`, plain: ({ id }) => String(id), align: 'right' },
  { title: 'Name', text: ({ name }) => name, canShrink: true, color: (_, colors) => colors.red },
];

test('draws a box on a terminal, without colours when there are none', async () => {
  const sink = memorySink({ isTty: true });
  await printTable(
    columns,
    [
      { id: 7, name: 'a' },
      { id: 10, name: 'build\u001b[31m\tit' },
    ],
    sink,
  );
  expect(sink.text()).toBe(
    [
      '┌─────┬───────────────┐',
      '│  ID │ Name          │',
      '├─────┼───────────────┤',
      '│  #7 │ a             │',
      '│ #10 │ build [31m it │',
      '└─────┴───────────────┘',
      '',
    ].join('\n'),
  );
});

test('colours cells, never borders or heads', async () => {
  const sink = memorySink({ isTty: true, hasColors: true });
  await printTable(columns, [{ id: 7, name: 'a' }], sink);
  expect(sink.text().match(/\u001b\[\d+m[^\u001b]*/g)).toEqual(['\u001b[31ma', '\u001b[39m    │\n└────┴──────┘\n']);
});

test('shortens what may give way until the box fits', async () => {
  const sink = memorySink({ isTty: true, columns: 30 });
  await printTable(columns, [{ id: 7, name: 'a-folder/another-folder/the-job' }], sink);
  const lines = sink.text().trimEnd().split('\n');
  expect(lines.map((line) => line.length)).toEqual([30, 30, 30, 30, 30]);
  expect(lines[3]).toContain('…other-folder/the-job');
});

test('writes tab-separated lines into pipes, one line a row whatever a name contains', async () => {
  const sink = memorySink();
  await printTable(columns, [{ id: 7, name: 'a\tb\nc\u202ed' }], sink);
  expect(sink.text()).toBe('7\ta b cd\n');
});

test('escapes in JSON what a terminal may act on, and stays the same JSON', async () => {
  const value = [{ name: 'a\u009b31m \u202e \u{e0041} \u001b' }];
  const [whole, streamed] = [memorySink(), memorySink()];
  await printJson(value, whole);
  await printJsonStream(
    (async function* () {
      yield [];
      yield value;
    })(),
    streamed,
  );
  expect(whole.text()).toMatch(/^[\x20-\x7e\n]*$/);
  expect(JSON.parse(whole.text())).toEqual(value);
  expect(streamed.text()).toBe(whole.text());
});

test('streams an empty array, and many items as one array', async () => {
  const [none, many] = [memorySink(), memorySink()];
  await printJsonStream((async function* () {})(), none);
  expect(none.text()).toBe('[]\n');
  await printJsonStream(
    (async function* () {
      yield [1, { a: [] }];
      yield ['x'];
    })(),
    many,
  );
  expect(many.text()).toBe(`${JSON.stringify([1, { a: [] }, 'x'], null, 2)}\n`);
});

test('prints fields for people and for scripts', async () => {
  const fields = [
    { title: 'Duration', text: '1m 00s', plain: '60000' },
    { title: 'Job', text: 'a\nb' },
  ];
  const [terminal, pipe] = [memorySink({ isTty: true }), memorySink()];
  await printFields(fields, terminal);
  await printFields(fields, pipe);
  expect(terminal.text()).toBe('Duration  1m 00s\nJob       a b\n');
  expect(pipe.text()).toBe('duration\t60000\njob\ta b\n');
});
