import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** A download whose type depends on what was asked. */
export interface FileAnswer {
  readonly contentType: string;
  readonly fileName: string;
  readonly parts: AsyncIterable<string | Uint8Array>;
}

export function isFileAnswer(answer: unknown): answer is FileAnswer {
  return typeof answer === 'object' && answer !== null && 'parts' in answer;
}

/** Sends a file as it arrives; a failure before its first part is still an error answer. */
export async function sendFile(
  reply: FastifyReply,
  { contentType, fileName, parts }: FileAnswer,
): Promise<FastifyReply> {
  const source = parts[Symbol.asyncIterator]();
  const first = await source.next();
  async function* whole(): AsyncGenerator<string | Uint8Array> {
    try {
      if (first.done !== true) yield first.value;
      for (let next = first; next.done !== true; ) {
        next = await source.next();
        if (next.done !== true) yield next.value;
      }
    } finally {
      await source.return?.();
    }
  }
  const name = fileName.replace(/[^\w.-]+/g, '_').slice(0, 150);
  reply.type(contentType).header('content-disposition', `attachment; filename="${name}"`);
  return reply.send(Readable.from(whole(), { objectMode: false }));
}
