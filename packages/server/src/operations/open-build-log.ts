import { routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import type { ConnectionProblem } from '../core/connection.ts';
import { buildKey, keyOf } from '../core/entity-id.ts';
import { fullNameOf } from '../core/job.ts';
import { actorOf } from '../core/principal.ts';
import { connectionProblem } from '../jenkins/connection-problem.ts';
import type { LogStream } from '../jenkins/controller.ts';
import { type BuildPlace, findBuildPlace, lastProblemOf } from '../storage/build-place.ts';
import { findConnectionRow } from '../storage/connection-repository.ts';
import { readLogTail } from '../storage/deep/log-tail.ts';
import { authorise } from './authorise.ts';
import { accessOf } from './connection-access.ts';
import { requireUnlocked } from './connection-rules.ts';
import type { OperationContext } from './context.ts';

export interface OpenBuildLogInput {
  /** `b_…`. */
  readonly id: string;
  /** Aborts when the reader has gone. */
  readonly signal: AbortSignal;
}

export interface BuildLog extends LogStream {
  /** `kept` = the end of the log that was kept, because Jenkins no longer has it. */
  readonly source: 'jenkins' | 'kept';
  /** Full name and number of the build, for the name of a download. */
  readonly jobName: string;
  readonly number: number;
}

const mostLogBytes = 20_000_000;

async function findPlace(ctx: OperationContext, id: string): Promise<BuildPlace> {
  const key = keyOf(id);
  const place = key === null ? null : await findBuildPlace(ctx.store.db, key);
  if (place === null) throw new AppError('not_found', `There is no build ${id}.`);
  return place;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** The end of the log as it was kept when the build had failed; null when none was. */
async function openKept(ctx: OperationContext, { jobId, path, number }: BuildPlace): Promise<BuildLog | null> {
  const tail = await readLogTail(ctx.store.db, buildKey(jobId, number));
  if (tail === null) return null;
  return {
    source: 'kept',
    chunks: once(tail.text),
    isTruncated: () => tail.isTruncated,
    problem: () => null,
    jobName: fullNameOf(path),
    number,
  };
}

function refuse(error: AppError): never {
  throw error;
}

function toError(problem: ConnectionProblem): AppError {
  const { code: connectionCode, fix, message } = problem;
  if (connectionCode === 'not_found') {
    return new AppError(
      'not_found',
      'Jenkins has no log of this build (404): the build was deleted there, or has not begun to write.',
    );
  }
  return new AppError('upstream_failed', `${message} ${fix}`, { connectionCode });
}

/** Every try with a refused token counts towards locking the account in Jenkins: a reader must not add to that. */
async function refuseKnownBadToken(ctx: OperationContext, connectionId: number): Promise<void> {
  const problem = await lastProblemOf(ctx.store.db, connectionId);
  if (problem?.code === 'unauthorized') throw toError(problem);
}

/**
 * Opens the console log of a build, fetched from its controller, cut at 20 MB; the end of it that was kept where the
 * controller has it no longer.
 * Throws `not_found`, `upstream_failed` with the connection code, `unavailable` in locked mode.
 */
export async function openBuildLog(ctx: OperationContext, { id, signal }: OpenBuildLogInput): Promise<BuildLog> {
  authorise(ctx.principal, routes.getBuildLog.access);
  const place = await findPlace(ctx, id);
  if (!place.isInJenkins) {
    const gone = 'Jenkins has deleted this build, and its log with it. BuildButler kept no copy.';
    return (await openKept(ctx, place)) ?? refuse(new AppError('not_found', gone));
  }
  const row = await findConnectionRow(ctx.store.db, place.connectionId);
  if (row === null) {
    const removed = 'The connection of this build was removed; its log can no longer be fetched.';
    return (await openKept(ctx, place)) ?? refuse(new AppError('not_found', removed));
  }
  requireUnlocked(ctx);
  const access = accessOf(ctx, row);
  if (access.token === null) throw toError(connectionProblem('secret_unreadable'));
  await refuseKnownBadToken(ctx, row.id);
  const { path, kind, number } = place;
  const reader = ctx.principal.kind === 'local' ? null : actorOf(ctx.principal);
  const outcome = await ctx.controllers.log(access, { path, kind, number }, { capBytes: mostLogBytes, signal, reader });
  if (!outcome.ok) {
    const kept = outcome.problem.code === 'not_found' ? await openKept(ctx, place) : null;
    return kept ?? refuse(toError(outcome.problem));
  }
  const log = outcome.value;
  return {
    source: 'jenkins',
    chunks: log.chunks,
    isTruncated: () => log.isTruncated(),
    problem: () => log.problem(),
    jobName: fullNameOf(path),
    number,
  };
}
