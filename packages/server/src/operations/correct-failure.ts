import { type FailureCategory, routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { keyOf } from '../core/entity-id.ts';
import { categoryNumber } from '../core/failure/failure-category.ts';
import { actorOf } from '../core/principal.ts';
import { isRedNumber } from '../storage/failures/mark-failures.ts';
import { writeCorrection } from '../storage/failures/write-correction.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';

export interface CorrectFailureInput {
  readonly id: string;
  /** Null = the rules decide again. */
  readonly category: FailureCategory | null;
}

/** Sets the category of a red build by hand. Throws `not_found`, and `conflict` for a build that is not red. */
export async function correctFailure(ctx: OperationContext, { id, category }: CorrectFailureInput): Promise<void> {
  authorise(ctx.principal, routes.setBuildFailure.access);
  const key = keyOf(id);
  await ctx.store.transaction(async (tx) => {
    const build = await tx
      .selectFrom('build')
      .innerJoin('job', 'job.id', 'build.job_id')
      .select(['build.connection_id', 'build.number', 'build.result', 'build.is_building', 'build.started_at_ms'])
      .select('job.full_name')
      .where('build.id', '=', key ?? -1)
      .executeTakeFirst();
    if (key === null || build === undefined) throw new AppError('not_found', `There is no build ${id}.`);
    if (build.is_building === 1 || !isRedNumber(build.result)) {
      throw new AppError('conflict', 'Only a build that ended as FAILURE or UNSTABLE has a failure category.');
    }
    await writeCorrection(tx, {
      buildId: key,
      connectionId: build.connection_id,
      startedAtMs: build.started_at_ms,
      category: category === null ? null : categoryNumber(category),
      actor: actorOf(ctx.principal),
      atMs: ctx.clock.nowMs(),
    });
    const subject = `build ${build.full_name} #${build.number}`;
    const detail = category === null ? 'left to the rules' : `set to ${category}`;
    await recordAudit(ctx, tx, { action: 'failure.corrected', subject, detail });
  });
  // The collector has a mark to work on.
  if (category === null) await ctx.connectionsChanged();
}
