import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { OutboundError, toFailure } from './failure.ts';

export interface BodyLimits {
  readonly mostCompressedBytes: number;
  readonly mostBytes: number;
  /** Told of every piece as it comes over the wire. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

async function* counted(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > most) throw new OutboundError({ kind: 'too_large', detail: `more than ${most} bytes` });
    yield chunk;
  }
}

async function* metered(source: Readable, { onBytes }: BodyLimits): AsyncGenerator<Uint8Array> {
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    onBytes?.(chunk.byteLength);
    yield chunk;
  }
}

async function* gunzip(source: Readable, limits: BodyLimits): AsyncGenerator<Uint8Array> {
  const stream = createGunzip();
  const feeding = (async () => {
    for await (const chunk of counted(metered(source, limits), limits.mostCompressedBytes)) {
      if (stream.destroyed) return;
      if (!stream.write(chunk))
        await new Promise<void>((resolve) => stream.once('drain', resolve).once('close', resolve));
    }
    stream.end();
  })().catch((error: unknown) => {
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    yield* counted(stream, limits.mostBytes);
  } finally {
    stream.destroy();
    // Before waiting for the feeder: it may itself wait for a byte that never comes.
    source.destroy();
    await feeding;
  }
}

/** The plain bytes of a body, within the limits. Ends with an `OutboundError`; `finish` runs at every end. */
export async function* plainBody(
  source: Readable,
  encoding: string,
  options: BodyLimits & { readonly finish: () => void },
): AsyncGenerator<Uint8Array> {
  try {
    if (/^(x-)?gzip$/i.test(encoding)) yield* gunzip(source, options);
    else if (encoding === '' || /^identity$/i.test(encoding))
      yield* counted(metered(source, options), options.mostBytes);
    else throw new OutboundError({ kind: 'bad_encoding', detail: 'a content encoding that was not asked for' });
  } catch (error) {
    throw new OutboundError(toFailure(error));
  } finally {
    options.finish();
    source.destroy();
  }
}
