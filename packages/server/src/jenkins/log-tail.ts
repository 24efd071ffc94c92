import type { ItemPath } from '../core/job.ts';
import type { OutboundAnswer } from '../outbound/create-outbound.ts';
import { OutboundError } from '../outbound/failure.ts';
import { type Access, type AnswerOutcome, answered, problem } from './access.ts';
import { createLogCleaner } from './clean-log.ts';
import type { CallOptions, LogTail } from './controller.ts';
import { itemUrlPath } from './job-path.ts';
import { openLog } from './log.ts';
import { type Miss, miss, missOfBody } from './miss.ts';
import { type Attempt, failed, type Reply } from './reply.ts';

export interface TailQuestion {
  readonly job: ItemPath;
  readonly number: number;
  readonly options: CallOptions & { readonly bytes: number };
}

const deadlineMs = 60_000;
// Line ends grow by a byte on the way, and a running build may write on meanwhile.
const slackBytes = 1024 * 1024;

function openFrom(
  access: Access,
  { job, number, options }: TailQuestion,
  start: number,
): Promise<Attempt<OutboundAnswer>> {
  return access.door.open({
    path: `${itemUrlPath(job, access.kinds.kindOf(job))}/${number}/logText/progressiveText`,
    query: `start=${start}`,
    kind: 'log tail',
    urgency: options.urgency,
    signal: options.signal,
    loads: options.expectedLoads ?? 1,
    deadlineMs,
    isHeavy: true,
    hasFallback: start < 0,
    mostBytes: 2 * options.bytes + slackBytes,
  });
}

function sizeOf({ headers }: OutboundAnswer): number | null {
  const size = headers['x-text-size'];
  return size !== undefined && /^\d{1,15}$/.test(size) ? Number(size) : null;
}

/** Text of the progressive log without hidden notes; Jenkins writes CRLF there, logs have LF. */
async function textOf(answer: OutboundAnswer): Promise<Attempt<string>> {
  const decoder = new TextDecoder();
  const cleaner = createLogCleaner();
  let text = '';
  try {
    for await (const chunk of answer.body) text += cleaner.next(decoder.decode(chunk, { stream: true }));
  } catch (error) {
    const failure =
      error instanceof OutboundError ? error.failure : { kind: 'internal' as const, detail: 'unexpected' };
    return failed(missOfBody(failure));
  }
  return { ok: true, value: (text + cleaner.next(decoder.decode()) + cleaner.end()).replaceAll('\r\n', '\n') };
}

/** The size of the stored log: asked with a negative start, to which Jenkins answers with headers and an empty body. */
async function askSize(access: Access, question: TailQuestion): Promise<Attempt<number | null>> {
  const attempt = await openFrom(access, question, -1);
  if (!attempt.ok) return attempt;
  // Old controllers may send the whole log instead: its size is all that is wanted.
  attempt.value.discard();
  return { ok: true, value: sizeOf(attempt.value) };
}

/** From the start of a line on: the first one may begin in its middle, or inside a hidden note. */
function fromLineStart(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(end + 1);
}

function missing(miss: Miss): AnswerOutcome<never> {
  return problem(miss.problem);
}

const mostStreamedBytes = 64 * 1024 * 1024;

/** Cuts a text to at most `bytes` from its end, at the start of a line. */
function lastBytes(text: string, bytes: number): string {
  const encoded = Buffer.from(text);
  return encoded.byteLength <= bytes ? text : fromLineStart(encoded.subarray(-bytes).toString());
}

/** Where the controller does not tell the size: the whole log passes by, and only its end is kept. */
async function lastOfStream(access: Access, question: TailQuestion): Promise<AnswerOutcome<LogTail>> {
  const { bytes } = question.options;
  const log = await openLog(access, { ...question, options: { ...question.options, capBytes: mostStreamedBytes } });
  if (!log.ok) return log;
  let sizeBytes = 0;
  let text = '';
  for await (const chunk of log.value.chunks) {
    sizeBytes += Buffer.byteLength(chunk);
    text += chunk;
    if (text.length > 4 * bytes) text = text.slice(-2 * bytes);
  }
  const failure = log.value.problem();
  if (failure !== null) return problem(failure);
  if (log.value.isTruncated()) return missing(miss('oversized', 'response_too_large'));
  return answered({ text: lastBytes(text, bytes), isWhole: sizeBytes <= bytes, sizeBytes }, noReply(access));
}

function noReply(access: Access): Reply {
  return { body: null, version: null, session: access.door.session(), serverTimeMs: null };
}

/** The last `bytes` of the log of a finished build, in two small requests however long the log is. */
export async function askLogTail(access: Access, question: TailQuestion): Promise<AnswerOutcome<LogTail>> {
  const size = await askSize(access, question);
  // Old controllers fail on a negative start.
  const isUnknown = size.ok ? size.value === null : size.miss.reason === 'broken';
  if (isUnknown) return lastOfStream(access, question);
  if (!size.ok) return missing(size.miss);
  const start = Math.max(0, (size.value ?? 0) - question.options.bytes);
  const attempt = await openFrom(access, question, start);
  if (!attempt.ok) return missing(attempt.miss);
  const sizeBytes = sizeOf(attempt.value) ?? size.value;
  const text = await textOf(attempt.value);
  if (!text.ok) return missing(text.miss);
  const isWhole = start === 0;
  const tail = isWhole ? text.value : fromLineStart(text.value);
  return answered({ text: tail, isWhole, sizeBytes: sizeBytes ?? Buffer.byteLength(tail) }, noReply(access));
}
