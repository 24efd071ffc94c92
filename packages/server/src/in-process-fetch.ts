import { addAbortSignal, Readable } from 'node:stream';
import type { ClientOptions } from '@buildbutler/contract';
import type { FastifyInstance } from 'fastify';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Rejects when the signal aborts. Fastify's own `signal` option ends the process instead, by an error event that nobody hears. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** A `fetch` that hands requests to an app of this process, without a socket; answers stream. */
export function inProcessFetch(http: FastifyInstance): NonNullable<ClientOptions['fetch']> {
  return async (url, init) => {
    const { pathname, search } = new URL(url, 'http://localhost');
    const { signal } = init;
    signal?.throwIfAborted();
    const asked = http.inject({
      method: (init.method ?? 'GET') as Method,
      url: pathname + search,
      headers: Object.fromEntries(new Headers(init.headers)),
      payloadAsStream: true,
      ...(typeof init.body === 'string' ? { payload: init.body } : {}),
    });
    const answer = await (signal ? Promise.race([asked, abortOf(signal)]) : asked);
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined) headers.append(name, String(one));
    }
    const status = answer.statusCode;
    const body =
      status === 204 || status === 304
        ? null
        : Readable.toWeb(signal ? addAbortSignal(signal, answer.stream()) : answer.stream());
    return new Response(body as ConstructorParameters<typeof Response>[0], { status, headers });
  };
}
