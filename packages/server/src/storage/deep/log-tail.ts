import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { LogTailValue } from '../deep-step.ts';
import type { LogTailTable } from '../deep-tables.ts';
import { toFlag } from '../flag.ts';
import type { Database } from '../open-store.ts';
import type { StepContext } from '../step-context.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** What is kept of a log at most: 256 KiB. */
export const mostTailBytes = 256 * 1024;
const newline = 0x0a;
const longestLineToDrop = 4_096;

/** A tail ready to be stored. */
export interface PackedTail {
  readonly firstByte: number;
  readonly byteCount: number;
  readonly isTruncated: boolean;
  readonly text: Uint8Array;
}

/** Where the kept part begins: after a line's end if one is near, otherwise between two characters. */
function startOfTail(bytes: Buffer): number {
  const least = bytes.length - mostTailBytes;
  if (least <= 0) return 0;
  const lineEnd = bytes.subarray(least, least + longestLineToDrop).indexOf(newline);
  if (lineEnd >= 0) return least + lineEnd + 1;
  let start = least;
  while (((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return start;
}

/** Compresses the end of a log; done before the transaction that stores it. */
export async function packTail({ text, firstByte, isTruncated }: LogTailValue): Promise<PackedTail> {
  const bytes = Buffer.from(text, 'utf8');
  const start = startOfTail(bytes);
  const kept = bytes.subarray(start);
  return {
    firstByte: firstByte + start,
    byteCount: kept.length,
    isTruncated: isTruncated || start > 0,
    text: await compress(kept),
  };
}

/** Stores the ends of logs in place of what was there. */
export async function recordTails(
  { connectionId, statements, tx }: StepContext,
  tails: readonly { readonly buildId: number; readonly tail: PackedTail }[],
): Promise<void> {
  const rows = tails.map(
    ({ buildId, tail }): LogTailTable => ({
      build_id: buildId,
      connection_id: connectionId,
      first_byte: tail.firstByte,
      byte_count: tail.byteCount,
      is_truncated: toFlag(tail.isTruncated),
      text: tail.text,
    }),
  );
  await statements.insert(tx, 'log_tail', rows, (some) =>
    tx
      .insertInto('log_tail')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('build_id').doUpdateSet((e) => ({
          first_byte: e.ref('excluded.first_byte'),
          byte_count: e.ref('excluded.byte_count'),
          is_truncated: e.ref('excluded.is_truncated'),
          text: e.ref('excluded.text'),
        })),
      ),
  );
}

/** The kept end of a build's log; null when none was kept. */
export async function readLogTail(db: Database, buildId: number): Promise<LogTailValue | null> {
  const row = await db
    .selectFrom('log_tail')
    .select(['first_byte', 'is_truncated', 'text'])
    .where('build_id', '=', buildId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const bytes = await expand(row.text, { maxOutputLength: mostTailBytes });
  return { text: bytes.toString('utf8'), firstByte: row.first_byte, isTruncated: row.is_truncated === 1 };
}
