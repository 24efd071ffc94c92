import type { IncomingMessage } from 'node:http';

/** A request, taken apart. */
export interface FakeRequest {
  readonly method: string;
  /** Path and query as they came, below the context prefix. */
  readonly address: string;
  /** Decoded path segments, empty ones left out. */
  readonly segments: readonly string[];
  readonly hasTrailingSlash: boolean;
  readonly query: URLSearchParams;
  /** Fields of a form body. */
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

const largestForm = 1_000_000;

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= largestForm) chunks.push(chunk);
  }
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return new URLSearchParams(isForm ? Buffer.concat(chunks).toString('utf8') : '');
}

/** Takes a request below `prefix` apart; null when its path cannot be decoded. */
export async function readRequest(request: IncomingMessage, prefix: string): Promise<FakeRequest | null> {
  const address = (request.url ?? '/').slice(prefix.length) || '/';
  const [path = '/', ...query] = address.split('?');
  const form = request.method === 'POST' ? await readForm(request) : new URLSearchParams();
  try {
    return {
      method: request.method ?? 'GET',
      address,
      segments: path
        .split('/')
        .filter((segment) => segment !== '')
        .map(decodeURIComponent),
      hasTrailingSlash: path.endsWith('/'),
      query: new URLSearchParams(query.join('?')),
      form,
      headers: request.headers,
    };
  } catch {
    return null;
  }
}
