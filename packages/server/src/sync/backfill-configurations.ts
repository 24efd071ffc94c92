import { fullNameOf } from '../core/job.ts';
import { findingOf, loadsOf } from './backfill-recent.ts';
import { type FindWork, firstOf, isFree, setAlone, type Work } from './backfill-work.ts';
import { configurationParts } from './configuration-parts.ts';
import type { JobEntry } from './job-entry.ts';
import { type Finding, learnBuilds } from './learn-builds.ts';
import { noteDropped, type RunnerContext } from './runner-context.ts';

/** The list of a matrix job's configurations and their numbers: no build is loaded. */
function listConfigurations(context: RunnerContext, matrix: JobEntry): Work {
  return {
    entries: [matrix],
    async run() {
      const { book, controller, recorder, signal } = context;
      const outcome = await controller.matrixConfigurations(matrix.job.path, { urgency: 'background', signal });
      if (!outcome.ok) return outcome.problem;
      noteDropped(context, outcome.value.dropped);
      book.setConfigurationsDue(matrix, false);
      const configurations = outcome.value.value;
      await recorder.step(() => configurationParts(context, matrix.job, configurations));
      return null;
    },
  };
}

/** The newest builds of all configurations of one matrix job in one request. */
function readConfigurations(context: RunnerContext, matrix: JobEntry, cells: readonly JobEntry[]): Work {
  return {
    entries: cells,
    async run() {
      const { book, controller, signal } = context;
      const loads = cells.reduce((sum, { job }) => sum + loadsOf(job.nextBuildNumber), 0);
      const outcome = await controller.recentOfConfigurations(matrix.job.path, loads, {
        urgency: 'background',
        signal,
      });
      if (!outcome.ok) return outcome.problem;
      noteDropped(context, outcome.value.dropped);
      const findings = outcome.value.value.flatMap((recent): Finding[] => {
        const entry = book.current(fullNameOf(recent.path));
        const finding = entry === undefined ? null : findingOf(context, entry, recent);
        return finding === null ? [] : [{ ...finding, configurations: null }];
      });
      await learnBuilds(context, findings);
      setAlone(
        context,
        cells,
        outcome.value.value.map(({ path }) => path),
      );
      return null;
    },
  };
}

/** Matrix configurations are jobs of their own that hang below their matrix job. */
export const findConfigurations: FindWork = (context) => {
  const { book, clock } = context;
  const nowMs = clock.nowMs();
  for (const matrix of book.withConfigurationsDue) {
    if (matrix.job.goneAtMs !== null || matrix.job.missingSinceMs !== null) book.setConfigurationsDue(matrix, false);
    else if (isFree(matrix, nowMs)) return listConfigurations(context, matrix);
  }
  const isCell = ({ job, isAlone }: JobEntry) => job.kind === 'matrix-configuration' && !isAlone;
  const first = firstOf(context, 'recent', isCell);
  if (first === null) return null;
  const matrixName = fullNameOf(first.job.path.slice(0, -1));
  const matrix = book.current(matrixName);
  if (matrix === undefined) return null;
  const cells = [...book.configurationsOf(matrixName)].filter(
    (entry) => entry.stage === 'recent' && isCell(entry) && isFree(entry, nowMs),
  );
  return readConfigurations(context, matrix, cells);
};
