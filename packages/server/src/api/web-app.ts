import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const notBuilt =
  'The web pages of BuildButler are not built here. Run `npm run build`, or use the API under /api/v1 and the command line.\n';
/** Everything under /api belongs to programs, but for the page that describes it. */
const apiPath = /^\/(api(?!\/docs(\?|$))|healthz|readyz|metrics)(\/|\?|$)/;

/** Vite puts a hash of the content into the name of everything in assets/, so a name never changes its content. */
function cacheControl(path: string): string {
  return /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/** A browser that goes to an address of the app; scripts, images and programs ask otherwise. */
function isNavigation({ headers, method, url }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !apiPath.test(url) && (headers.accept ?? '').includes('text/html');
}

/** Sends the single page for a browser's navigation; null when the request is for something else. */
export type SendPage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null;

/**
 * Serves the built web app from `webDir`. Every address that a browser navigates to and that is not the API's is a page
 * of the app. Without a build, a sentence says so.
 */
export async function serveWebApp(http: FastifyInstance, webDir: string): Promise<SendPage> {
  if (!existsSync(join(webDir, 'index.html'))) {
    return (request, reply) =>
      isNavigation(request) ? reply.code(503).type('text/plain; charset=utf-8').send(notBuilt) : null;
  }
  await http.register(fastifyStatic, {
    root: webDir,
    index: ['index.html'],
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', cacheControl(path));
    },
  });
  return (request, reply) => (isNavigation(request) ? reply.sendFile('index.html') : null);
}
