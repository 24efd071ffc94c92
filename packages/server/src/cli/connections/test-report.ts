import type { ConnectionTest } from '@buildbutler/contract';
import { cleanText } from '../clean-text.ts';
import type { Sink } from '../io.ts';
import { formatCount, formatDuration } from '../present.ts';
import { type Field, printFields } from '../table.ts';

type Right = ConnectionTest['rights'][number];

const plainGrants = { true: 'granted', false: 'missing', null: 'unknown' } as const;

function rightLine({ name, granted, effect }: Right, { isTty, colors }: Sink): string {
  const cells = [name, effect].map(cleanText);
  if (!isTty) return ['right', cells[0], plainGrants[`${granted}`], cells[1]].join('\t');
  if (granted) return `  ${colors.green('✓')} ${cells[0]}`;
  return `  ${granted === null ? colors.yellow('?') : colors.red('✗')} ${cells[0]}: ${cells[1]}`;
}

function toFields(test: ConnectionTest): Field[] {
  const fields: (Field | null)[] = [
    { title: 'Result', text: test.message },
    { title: 'Code', text: test.code },
    test.cause === null ? null : { title: 'Cause', text: test.cause },
    test.fix === null ? null : { title: 'Fix', text: test.fix },
    test.suggestedUrl === null ? null : { title: 'Suggested URL', text: test.suggestedUrl },
    test.jenkinsVersion === null ? null : { title: 'Jenkins', text: test.jenkinsVersion },
    test.authenticatedAs === null ? null : { title: 'Signed in as', text: test.authenticatedAs },
    test.jobsVisible === null
      ? null
      : { title: 'Jobs visible', text: formatCount(test.jobsVisible), plain: String(test.jobsVisible) },
    test.latencyMs === null
      ? null
      : { title: 'Answered in', text: formatDuration(test.latencyMs), plain: String(test.latencyMs) },
    { title: 'Certificate', text: test.tlsVerified ? 'checked' : 'not checked' },
  ];
  return fields.filter((field) => field !== null);
}

/** Prints what trying a connection found out: message, cause, fix and the rights grid. */
export async function printTestReport(test: ConnectionTest, sink: Sink): Promise<void> {
  const { green, red, yellow } = sink.colors;
  if (sink.isTty) {
    const mark = !test.ok ? red('✗ failed') : test.code === 'ok' ? green('✓ works') : yellow('! works, with a warning');
    await sink.write(`${mark}\n`);
  }
  await printFields(toFields(test), sink);
  if (test.rights.length === 0) return;
  const lines = test.rights.map((right) => rightLine(right, sink));
  await sink.write(`${sink.isTty ? '\nRights\n' : ''}${lines.join('\n')}\n`);
}
