import {
  discoverOnlyPage,
  jettyPage,
  loginPage,
  loginRequiredPage,
  notFoundPage,
  permissionPage,
} from '../http/pages.ts';
import { makeReply, type Reply } from '../http/reply.ts';
import { computerBean, computersBean } from '../models/computer-model.ts';
import { viewBean } from '../models/folder-model.ts';
import { queueBean, queueItemBean } from '../models/queue-model.ts';
import { whoAmIBean } from '../models/who-am-i-model.ts';
import type { Agent } from '../truth/agent.ts';
import { answerApi, isApiJson } from './api-json.ts';
import { blueOceanNodes } from './blue-ocean.ts';
import { findItem } from './find-item.ts';
import { answerItem } from './item-routes.ts';
import type { RouteContext } from './route-context.ts';

const isCalled = (agent: Agent, name: string) =>
  agent.name === '' ? name === '(built-in)' || name === '(master)' : agent.name === name;

function answerComputer(rest: readonly string[], context: RouteContext): Reply {
  const { agents } = context.world;
  if (isApiJson(rest)) return answerApi(computersBean(agents), context);
  const agent = agents.find((candidate) => isCalled(candidate, rest[0] ?? ''));
  if (agent === undefined || !isApiJson(rest.slice(1))) return notFoundPage(context.identity);
  return answerApi(computerBean(agent), context);
}

function answerQueue(rest: readonly string[], context: RouteContext): Reply {
  if (isApiJson(rest)) return answerApi(queueBean(), context);
  const [item, id = '', ...api] = rest;
  const found = item === 'item' && isApiJson(api) ? context.world.queueItem(Number(id)) : undefined;
  const job = found?.task.type === 'job' ? found.task.job : found?.task.build.job;
  const isReadable = job !== undefined && context.viewer.canRead(job);
  return found === undefined || !isReadable ? notFoundPage(context.identity) : answerApi(queueItemBean(found), context);
}

/** A page without its trailing slash is answered by its path with one, without scheme and host. */
function slashRedirect(context: RouteContext): Reply | null {
  const { request } = context;
  const [kind, , last] = request.segments.slice(-3);
  const isPage = request.segments.at(-2) === 'job' || (kind === 'job' && /^\d+$/.test(last ?? ''));
  if (request.hasTrailingSlash || request.method === 'POST' || !isPage) return null;
  if (findItem(request.segments, context).type !== 'item') return null;
  const [path = '', query] = request.address.split('?');
  return makeReply(302, '', { headers: { Location: `${path}/${query === undefined ? '' : `?${query}`}` } });
}

/** Answers that need no Overall/Read. */
function answerAnyone(context: RouteContext): Reply | null {
  const { segments } = context.request;
  if (segments[0] === 'whoAmI' && isApiJson(segments.slice(1))) return answerApi(whoAmIBean, context);
  return segments[0] === 'login' ? loginPage(context.identity) : null;
}

/** A POST with a password needs a crumb, one with a token does not; `/api/json` never does. */
function crumbMissing({ request, viewer }: RouteContext): Reply | null {
  if (request.method !== 'POST' || !viewer.usesPassword || isApiJson(request.segments.slice(-2))) return null;
  const message = 'No valid crumb was included in the request';
  return jettyPage(403, { message, uri: `/${request.segments.join('/')}` });
}

function notAllowedIn({ request, identity, viewer }: RouteContext): Reply | null {
  if (viewer.hasOverallRead) return null;
  if (viewer.isAnonymous) return loginRequiredPage(identity, request.address);
  return permissionPage(identity, { permission: 'hudson.model.Hudson.Read', user: viewer.name });
}

/** A view is a filter over the items of the root, and may stand before any of them. */
function answerView(rest: readonly string[], context: RouteContext): Reply {
  if (isApiJson(rest)) return answerApi(viewBean(context.world.root), context);
  return answerItem(rest, context);
}

function answerReader(context: RouteContext): Reply {
  const { segments } = context.request;
  const [first, ...rest] = segments;
  if (first === 'computer') return answerComputer(rest, context);
  if (first === 'queue') return answerQueue(rest, context);
  if (first === 'blue' && context.stageSources.has('blue-ocean'))
    return blueOceanNodes(context) ?? notFoundPage(context.identity);
  if (first === 'systemInfo' && !context.viewer.isAdministrator) return discoverOnlyPage(context.identity);
  if (first === 'pluginManager' && !context.viewer.isAdministrator) {
    return permissionPage(context.identity, {
      permission: 'hudson.model.Hudson.Administer',
      user: context.viewer.name,
    });
  }
  if (first === 'view') return answerView(rest.slice(1), context);
  return answerItem(segments, context);
}

/** The answer of a healthy controller. */
export function answer(context: RouteContext): Reply {
  return (
    crumbMissing(context) ??
    answerAnyone(context) ??
    notAllowedIn(context) ??
    slashRedirect(context) ??
    answerReader(context)
  );
}
