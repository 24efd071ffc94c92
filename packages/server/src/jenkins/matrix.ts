import type { ItemPath } from '../core/job.ts';
import { type Access, type AnswerOutcome, answered, ask, controllerTimeMs, malformed, problem } from './access.ts';
import type { CallOptions, JobBuilds, MatrixConfiguration } from './controller.ts';
import { asItemName } from './item-name.ts';
import { itemUrlPath } from './job-path.ts';
import { readConfigurations, readJobBuilds } from './read-builds.ts';
import { asObject, member } from './read-json.ts';
import { failed } from './reply.ts';
import { askSpan, type Division } from './smaller.ts';
import { buildFields, matrixTree, recentOfConfigurationsTree, reducedBuildFields } from './trees.ts';

/** The active configurations of a matrix job. */
export async function askConfigurations(
  access: Access,
  job: ItemPath,
  options: CallOptions,
): Promise<AnswerOutcome<readonly MatrixConfiguration[]>> {
  const itemPath = itemUrlPath(job);
  const question = { itemPath, tree: matrixTree, kind: 'configurations', loads: 0, deadlineMs: 30_000, options };
  const attempt = await ask(access, question);
  if (!attempt.ok) return problem(attempt.miss.problem);
  const list = member(asObject(attempt.value.body) ?? {}, 'activeConfigurations');
  const { configurations, dropped } = readConfigurations(list, job);
  if (configurations === null) return problem(malformed('no list of configurations').problem);
  return answered(configurations, attempt.value, dropped);
}

interface OfConfigurations {
  readonly matrix: ItemPath;
  readonly count: number;
  readonly expectedLoads: number;
  readonly options: CallOptions;
}

function readOne(value: unknown, matrix: ItemPath, nowMs: number) {
  const raw = asObject(value);
  const name = raw === null ? null : asItemName(member(raw, 'name'));
  if (raw === null || name === null) return null;
  return readJobBuilds(raw, { path: [...matrix, name], kind: 'matrix-configuration', nowMs });
}

function divisionOf(access: Access, { matrix, count, expectedLoads, options }: OfConfigurations): Division<JobBuilds> {
  return {
    async ask({ from, to }, isReduced) {
      const attempt = await ask(access, {
        itemPath: itemUrlPath(matrix),
        tree: recentOfConfigurationsTree({ from, to }, isReduced ? reducedBuildFields : buildFields),
        kind: 'recent of configurations',
        loads: 0,
        deadlineMs: 60_000,
        options: { ...options, expectedLoads: Math.ceil((expectedLoads * (to - from)) / count) },
        isHeavy: true,
        hasFallback: true,
      });
      if (!attempt.ok) return attempt;
      const list = member(asObject(attempt.value.body) ?? {}, 'activeConfigurations');
      if (!Array.isArray(list)) return failed(malformed('no list of configurations'));
      const nowMs = controllerTimeMs(access, attempt.value);
      const read = list.map((value: unknown) => readOne(value, matrix, nowMs));
      const found = read.filter((one) => one !== null);
      const dropped = read.length - found.length + found.reduce((sum, one) => sum + one.dropped, 0);
      return { ok: true, value: { items: found.map(({ job }) => job), dropped, reply: attempt.value } };
    },
  };
}

/** The newest builds of all active configurations of a matrix job: one request for their names, one for their builds. */
export async function askRecentOfConfigurations(
  access: Access,
  question: { readonly matrix: ItemPath; readonly expectedLoads: number; readonly options: CallOptions },
): Promise<AnswerOutcome<readonly JobBuilds[]>> {
  const { matrix, options } = question;
  const active = await askConfigurations(access, matrix, { ...options, expectedLoads: 0 });
  if (!active.ok) return active;
  const count = active.value.value.length + active.value.dropped;
  if (count === 0) return { ok: true, value: { ...active.value, value: [] } };
  const attempt = await askSpan(divisionOf(access, { ...question, count }), { from: 0, to: count });
  if (!attempt.ok) return problem(attempt.miss.problem);
  const { items, dropped, reply } = attempt.value;
  return answered(items, reply, dropped);
}
