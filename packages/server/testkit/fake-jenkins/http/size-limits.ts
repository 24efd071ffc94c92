import type { IncomingMessage } from 'node:http';
import { jettyPage } from './pages.ts';
import type { Reply } from './reply.ts';

/** Jetty refuses these before Jenkins, and its filters, have seen them. */
function refusal(status: number, error: Parameters<typeof jettyPage>[1]): Reply {
  const reply = jettyPage(status, { ...error, hasServlet: false });
  const { 'X-Content-Type-Options': _filter, ...headers } = reply.headers;
  return { ...reply, headers };
}

const largestHead = 8192;

/** 414 for a request line, 431 for a request line with headers, above what Jetty takes; null for the others. */
export function tooLarge(request: IncomingMessage): Reply | null {
  const uri = request.url ?? '/';
  const line = `${request.method} ${uri} HTTP/1.1\r\n`.length;
  if (line > largestHead) {
    return refusal(414, { message: 'URI Too Long', uri: '/badMessage' });
  }
  let head = line + 2;
  for (const part of request.rawHeaders) head += part.length + 2;
  if (head <= largestHead) return null;
  return refusal(431, { message: 'Request Header Fields Too Large', uri, headers: { Connection: 'close' } });
}
