import { type AddressInfo, isIPv6 } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError } from './core/app-error.ts';

const wildcards = new Set(['0.0.0.0', '::']);

function sentenceOf(code: string | undefined, host: string, port: number): string | null {
  if (code === 'EADDRINUSE') {
    return `The port ${port} is in use by another program. Stop it, or set BUILDBUTLER_PORT to another port.`;
  }
  if (code === 'EACCES')
    return `The port ${port} needs rights that this user does not have. Set BUILDBUTLER_PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `This machine has no address ${host}. Check BUILDBUTLER_HOST.`;
  }
  return null;
}

/** Begins to listen and returns the address under which this machine itself reaches the server. Throws `unavailable` with what to do. */
export async function listen(http: FastifyInstance, { host, port }: { host: string; port: number }): Promise<string> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    const sentence = sentenceOf((error as NodeJS.ErrnoException).code, host, port);
    if (sentence === null) throw error;
    throw new AppError('unavailable', sentence, { cause: error });
  }
  const bound = http.server.address() as AddressInfo;
  const reachable = wildcards.has(host) ? '127.0.0.1' : host;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${bound.port}`;
}
