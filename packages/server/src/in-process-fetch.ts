import { Readable } from 'node:stream';
import type { ClientOptions } from '@buildbutler/contract';
import type { FastifyInstance } from 'fastify';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** A `fetch` that hands requests to an app of this process, without a socket; answers stream. */
export function inProcessFetch(http: FastifyInstance): NonNullable<ClientOptions['fetch']> {
  return async (url, init) => {
    const { pathname, search } = new URL(url, 'http://localhost');
    const answer = await http.inject({
      method: (init.method ?? 'GET') as Method,
      url: pathname + search,
      headers: Object.fromEntries(new Headers(init.headers)),
      payloadAsStream: true,
      ...(typeof init.body === 'string' ? { payload: init.body } : {}),
      ...(init.signal ? { signal: init.signal } : {}),
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined) headers.append(name, String(one));
    }
    const status = answer.statusCode;
    const body = status === 204 || status === 304 ? null : Readable.toWeb(answer.stream());
    return new Response(body as ConstructorParameters<typeof Response>[0], { status, headers });
  };
}
