import {
  discoverOnlyPage,
  methodNotAllowedPage,
  notFoundPage,
  type Permission,
  permissionPage,
  shortNotFoundPage,
} from '../http/pages.ts';
import { makeReply, type Reply } from '../http/reply.ts';
import { folderBean } from '../models/folder-model.ts';
import { jobBean } from '../models/job-model.ts';
import { type Permalink, permalinkNames, permalinkNumber } from '../models/run-references.ts';
import type { Folder, Job } from '../truth/item.ts';
import { itemPath } from '../truth/item-names.ts';
import { answerApi, isApiJson } from './api-json.ts';
import { answerBuild } from './build-routes.ts';
import { findItem } from './find-item.ts';
import type { RouteContext } from './route-context.ts';
import { describeJob, describeRuns } from './stage-view.ts';

/** `<number>`, `lastBuild` or another permalink; null when the segment is no build at all. */
function buildNumber(job: Job, segment: string): number | undefined | null {
  if (/^-?\d+$/.test(segment)) return Number(segment);
  if (segment === 'lastBuild') return job.builds.last;
  if (segment === 'firstBuild') return job.builds.first;
  const isPermalink = (permalinkNames as string[]).includes(segment);
  return isPermalink ? permalinkNumber(job, segment as Permalink) : null;
}

/** What needs a permission that no reader has. */
function privileged(rest: readonly string[], { identity, viewer, request }: RouteContext): Reply | null {
  const forbidden = (permission: Permission) => permissionPage(identity, { permission, user: viewer.name });
  if (rest[0] === 'config.xml' && !viewer.isAdministrator) return forbidden('hudson.model.Item.Configure');
  if (rest[0] !== 'build') return null;
  if (request.method !== 'POST') return methodNotAllowedPage(identity);
  return viewer.isAdministrator ? null : forbidden('hudson.model.Item.Build');
}

function stageView(job: Job, [wfapi, what]: readonly string[], context: RouteContext): Reply | null {
  const { stageSources, request, nowMs } = context;
  if (wfapi !== 'wfapi' || job.kind !== 'pipeline' || !stageSources.has('wfapi')) return null;
  if (what === 'describe') return describeJob(job);
  const hasSteps = request.query.get('fullStages') === 'true';
  return what === 'runs' ? describeRuns(job, { nowMs, hasSteps, since: request.query.get('since') }) : null;
}

function page(title: string): Reply {
  const html = `<!DOCTYPE html><html><head><title>${title.replace(/[<&>]/g, '')} - Jenkins</title></head><body></body></html>`;
  return makeReply(200, html, { headers: { 'Content-Type': 'text/html;charset=utf-8' } });
}

function answerJob(job: Job, rest: readonly string[], context: RouteContext): Reply {
  if (isApiJson(rest)) return answerApi(jobBean(job), context);
  if (rest.length === 0) return page(job.name);
  const number = buildNumber(job, rest[0] ?? '');
  if (number === null) {
    const reply = privileged(rest, context) ?? stageView(job, rest, context);
    return reply ?? shortNotFoundPage(context.identity);
  }
  const build = context.records.load(job, number);
  return build === null ? notFoundPage(context.identity) : answerBuild(build, rest.slice(1), context);
}

function answerFolder(folder: Folder, rest: readonly string[], context: RouteContext): Reply {
  if (isApiJson(rest)) return answerApi(folderBean(folder), context);
  return rest.length === 0 ? page(folder.name) : notFoundPage(context.identity);
}

/** Path of an item as the client encoded it; `unread` segments of the address follow it. */
function asWritten({ address, segments }: RouteContext['request'], [before, unread]: [number, number]): string {
  const raw = (address.split('?')[0] ?? '').split('/').filter((segment) => segment !== '');
  const own = raw.slice(before, segments.length - unread);
  return own.map((segment) => `${segment}/`).join('');
}

/** `/api/json` of the root and everything below `job/`. */
export function answerItem(segments: readonly string[], context: RouteContext): Reply {
  const found = findItem(segments, context);
  if (found.type === 'missing') return notFoundPage(context.identity);
  if (found.type === 'discover-only') return discoverOnlyPage(context.identity);
  const { item, rest } = found;
  const { request } = context;
  const before = request.segments.length - segments.length;
  const asked = { path: itemPath(item), asWritten: asWritten(request, [before, rest.length]) };
  const inner = { ...context, asked };
  return item.type === 'job' ? answerJob(item, rest, inner) : answerFolder(item, rest, inner);
}
