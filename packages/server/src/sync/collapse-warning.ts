import type { ConnectionProblem } from '../core/connection.ts';
import { connectionProblem } from '../jenkins/connection-problem.ts';
import type { RunnerContext } from './runner-context.ts';

export function noJobsWarning(): ConnectionProblem {
  return connectionProblem('no_jobs_visible');
}

/** Why so many jobs are no longer shown, as far as Jenkins tells who it takes us for. */
export async function collapseWarning(
  { connection, controller, signal }: RunnerContext,
  { visible, before }: { readonly visible: number; readonly before: number },
): Promise<ConnectionProblem> {
  const outcome = await controller.whoAmI({ urgency: 'live', signal });
  if (outcome.ok) {
    const { name, isAnonymous } = outcome.value.value;
    const isSomebodyElse = isAnonymous || name.toLowerCase() !== connection.username.toLowerCase();
    if (isSomebodyElse) return connectionProblem('anonymous_session', `Jenkins calls us ${name}`);
  }
  if (visible === 0) return noJobsWarning();
  return connectionProblem('no_jobs_visible', undefined, {
    message: `Only ${visible} of ${before} jobs are still visible in Jenkins. What is stored of the others is kept.`,
    cause: 'Job/Read was taken away for a part of the jobs, or many jobs were deleted at once.',
    fix: 'Check the permissions of this user in Jenkins. If the jobs were deleted, nothing has to be done: they are marked within an hour.',
  });
}
