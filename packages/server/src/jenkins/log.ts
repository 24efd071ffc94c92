import type { Outcome } from '../core/connection.ts';
import type { ItemPath } from '../core/job.ts';
import type { OutboundAnswer } from '../outbound/create-outbound.ts';
import { OutboundError } from '../outbound/failure.ts';
import { type Access, problem } from './access.ts';
import { createLogCleaner } from './clean-log.ts';
import type { CallOptions, LogStream } from './controller.ts';
import { itemUrlPath } from './job-path.ts';
import { missOfBody } from './miss.ts';

const deadlineMs = 600_000;

interface Reading {
  isTruncated: boolean;
  problem: ReturnType<LogStream['problem']>;
}

/** The text of a body up to `capBytes`, the rest given up. */
async function* cappedText(answer: OutboundAnswer, capBytes: number, reading: Reading): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let left = capBytes;
  for await (const chunk of answer.body) {
    if (chunk.byteLength > left) {
      reading.isTruncated = true;
      // A character that the cap cuts in two is left out, not shown as a replacement.
      yield decoder.decode(chunk.subarray(0, left), { stream: true });
      return;
    }
    left -= chunk.byteLength;
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

async function* cleanText(answer: OutboundAnswer, capBytes: number, reading: Reading): AsyncGenerator<string> {
  const cleaner = createLogCleaner();
  try {
    for await (const piece of cappedText(answer, capBytes, reading)) {
      const clean = cleaner.next(piece);
      if (clean !== '') yield clean;
    }
    const last = cleaner.end();
    if (last !== '') yield last;
  } catch (error) {
    // What came is kept and shown, but never as if it were the whole log.
    reading.isTruncated = true;
    const failure =
      error instanceof OutboundError ? error.failure : { kind: 'internal' as const, detail: 'unexpected' };
    reading.problem = missOfBody(failure).problem;
  } finally {
    answer.discard();
  }
}

/** The log of a build as it comes, at most `capBytes` of it. Memory stays bounded by a chunk. */
export async function openLog(
  access: Access,
  {
    job,
    number,
    options,
  }: { readonly job: ItemPath; readonly number: number; readonly options: CallOptions & { readonly capBytes: number } },
): Promise<Outcome<LogStream>> {
  const { capBytes, urgency, signal } = options;
  const attempt = await access.door.open({
    path: `${itemUrlPath(job, access.kinds.kindOf(job))}/${number}/consoleText`,
    query: '',
    kind: 'log',
    urgency,
    signal,
    loads: options.expectedLoads ?? 1,
    deadlineMs,
    isHeavy: true,
    mostBytes: capBytes + 1024 * 1024,
  });
  if (!attempt.ok) return problem(attempt.miss.problem);
  const reading: Reading = { isTruncated: false, problem: null };
  const chunks = cleanText(attempt.value, capBytes, reading);
  return { ok: true, value: { chunks, isTruncated: () => reading.isTruncated, problem: () => reading.problem } };
}
