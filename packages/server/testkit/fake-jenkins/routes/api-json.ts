import { apiHeaders } from '../http/identity.ts';
import { jettyPage, oopsPage } from '../http/pages.ts';
import { makeReply, type Reply } from '../http/reply.ts';
import type { Bean } from '../stapler/model.ts';
import { type Pruner, prunerByDepth, prunerByTree } from '../stapler/pruner.ts';
import { StaplerError } from '../stapler/range.ts';
import { parseTreeExpression } from '../stapler/tree-expression.ts';
import { writeJson } from '../stapler/write-json.ts';
import type { RouteContext } from './route-context.ts';

/** `tree` wins over `depth`; a malformed one throws a StaplerError. */
function prunerFor({ query, form }: RouteContext['request']): Pruner {
  const tree = query.get('tree') ?? form.get('tree');
  if (tree !== null) return prunerByTree(parseTreeExpression(tree));
  const depth = Number.parseInt(query.get('depth') ?? '0', 10);
  if (Number.isNaN(depth)) throw new StaplerError('depth is no number');
  return prunerByDepth(depth);
}

/** `/api/json` of an object. Any failure inside it is the 500 page. */
export function answerApi(target: Bean, context: RouteContext): Reply {
  const { request, identity } = context;
  if (request.query.has('jsonp')) {
    const message = 'jsonp forbidden; implement jenkins.security.SecureRequester';
    return jettyPage(403, { message, uri: `/${request.segments.join('/')}` });
  }
  try {
    const json = writeJson(target, { pruner: prunerFor(request), scope: context });
    const body = request.query.get('pretty') === 'true' ? JSON.stringify(JSON.parse(json), null, 2) : json;
    const headers = { 'Content-Type': 'application/json;charset=utf-8', ...apiHeaders(identity) };
    return makeReply(200, body, { headers });
  } catch (error) {
    if (error instanceof StaplerError) return oopsPage(identity);
    throw error;
  }
}

/** True for the remaining segments `api/json`. */
export const isApiJson = (segments: readonly string[]): boolean =>
  segments.length === 2 && segments[0] === 'api' && segments[1] === 'json';
