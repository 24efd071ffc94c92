import type { CopiedStore, CopyStep, House } from './house.ts';
import type { Io } from './io.ts';
import { formatCount, formatPlural } from './present.ts';
import { printJson, printTable } from './table.ts';
import { say } from './talk.ts';
import { Option, type Verb } from './verb.ts';

interface MigrateOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

/** On a terminal one line that changes, elsewhere one line a table. */
function progressOn({ err }: Io): (step: CopyStep) => Promise<void> {
  let before = '';
  return async ({ done, rows, table, work }) => {
    const share = rows === 0 ? 100 : Math.floor((100 * done) / rows);
    const line = `${work} ${table}: ${formatCount(done)} of ${formatPlural(rows, 'row')} (${share} %)`;
    if (err.isTty) await err.write(`\r\x1b[2K${line.slice(0, Math.max(10, err.columns - 1))}`);
    else if (done === rows && line !== before) await err.write(`${line}\n`);
    before = line;
  };
}

async function copy(house: House, io: Io, { from, to }: MigrateOptions): Promise<CopiedStore> {
  const given = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  try {
    return await house.copyStore({ ...given, onProgress: progressOn(io), signal: io.quit });
  } finally {
    if (io.err.isTty) await io.err.write('\r\x1b[2K');
  }
}

export const migrate: Verb<MigrateOptions> = {
  usage: 'migrate',
  summary: 'Copy the embedded store into an empty PostgreSQL database and compare every row',
  options: () => [
    new Option('--from <file>', 'the store to copy, instead of the one of the data directory'),
    new Option(
      '--to <url>',
      'the database, instead of BUILDBUTLER_DATABASE_URL (which other users of the machine cannot read)',
    ),
    new Option('--json', 'print the counts as JSON'),
  ],
  examples: [
    [
      'with the server stopped: move this installation',
      'BUILDBUTLER_DATABASE_URL=postgres://buildbutler:password@db/buildbutler buildbutler migrate',
    ],
    [
      'a copy of a store, into a database that needs no password',
      'buildbutler migrate --from /backup/buildbutler.db --to postgres://buildbutler@localhost/buildbutler',
    ],
  ],
  async run({ house, io }, { options }) {
    const { from, tables, to } = await copy(house, io, options);
    const columns = [
      { title: 'Table', text: (row: (typeof tables)[number]) => row.table },
      {
        title: 'Rows',
        text: (row: (typeof tables)[number]) => formatCount(row.rows),
        plain: (row: (typeof tables)[number]) => String(row.rows),
        align: 'right' as const,
      },
    ];
    if (options.json) await printJson({ from, to, tables }, io.out);
    else await printTable(columns, tables, io.out);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    await say(io, `${formatPlural(rows, 'row')} copied from ${from} to ${to}; each was read back and is the same.`);
    await say(
      io,
      'Now set BUILDBUTLER_DATABASE_URL for the server and start it with the same key file. The old store is unchanged: delete it when all is well.',
    );
    return undefined;
  },
};
