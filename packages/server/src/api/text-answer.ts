import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Text that arrives over time. */
export interface TextAnswer {
  readonly chunks: AsyncIterable<string>;
  /** Whether something is missing at the end; known when the chunks have ended. */
  isTruncated(): boolean;
  /** Why it is missing, for people; known when the chunks have ended. */
  reason(): string | null;
  /** Where it comes from: `kept` = our own copy, which may be less than there was. */
  readonly source: 'jenkins' | 'kept';
  /** Name under which a browser saves it; null = shown. */
  readonly fileName: string | null;
}

const header = 'x-log-truncated';
const readAheadCharacters = 256 * 1024;

async function* withNotice(answer: TextAnswer): AsyncGenerator<string> {
  yield* answer.chunks;
  const reason = answer.reason();
  if (reason !== null) yield `\n[BuildButler: ${reason}]\n`;
}

async function* joined(head: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* head;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** Reads the first chunks, so that a failure at the beginning is still an error answer. */
async function readAhead(source: AsyncGenerator<string>): Promise<{ head: string[]; isComplete: boolean }> {
  const head: string[] = [];
  for (let size = 0; size < readAheadCharacters; ) {
    const next = await source.next();
    if (next.done) return { head, isComplete: true };
    head.push(next.value);
    size += next.value.length;
  }
  return { head, isComplete: false };
}

/**
 * Sends text as it arrives. Whether it was cut is a header when the text is short enough to know before it is sent,
 * otherwise a trailer of the same name; a last line in the text says it to people.
 */
export async function sendText(reply: FastifyReply, answer: TextAnswer): Promise<FastifyReply> {
  const source = withNotice(answer);
  const { head, isComplete } = await readAhead(source);
  reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store');
  reply.header('x-log-source', answer.source);
  if (answer.fileName !== null) {
    const name = answer.fileName.replace(/[^\w.-]+/g, '_').slice(0, 150);
    reply.header('content-disposition', `attachment; filename="${name}"`);
  }
  if (isComplete) return reply.header(header, String(answer.isTruncated())).send(head.join(''));
  reply.trailer(header, async () => String(answer.isTruncated()));
  return reply.send(Readable.from(joined(head, source), { objectMode: false }));
}
