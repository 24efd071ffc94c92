import type { IncomingMessage } from 'node:http';
import { jettyPage } from './pages.ts';
import type { Reply } from './reply.ts';

const largestHead = 8192;

/** 414 for a request line, 431 for a request line with headers, above what Jetty takes; null for the others. */
export function tooLarge(request: IncomingMessage): Reply | null {
  const uri = request.url ?? '/';
  const line = `${request.method} ${uri} HTTP/1.1\r\n`.length;
  if (line > largestHead) {
    return jettyPage(414, { message: 'URI Too Long', uri: '/badMessage', hasServlet: false });
  }
  let head = line + 2;
  for (const part of request.rawHeaders) head += part.length + 2;
  if (head <= largestHead) return null;
  const headers = { Connection: 'close' };
  return jettyPage(431, { message: 'Request Header Fields Too Large', uri, headers, hasServlet: false });
}
