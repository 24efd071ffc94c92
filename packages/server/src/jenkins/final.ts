import { type Access, type AnswerOutcome, answered, ask, controllerTimeMs, malformed, problem } from './access.ts';
import type { FinalBuild } from './controller.ts';
import { itemUrlPath } from './job-path.ts';
import { readChanges } from './read-changes.ts';
import { asArray, asObject, asText, type JsonObject, member } from './read-json.ts';
import type { Attempt, Reply } from './reply.ts';
import { reportNameIn } from './report-name.ts';
import { type BuildQuestion, findBuild, foundOutcome, isGone } from './single-builds.ts';
import { toBuild } from './to-build.ts';
import { finalTree } from './trees.ts';

function failureCausesIn(build: JsonObject): FinalBuild['failureCauses'] {
  const values = asArray(member(build, 'actions')).flatMap((action) =>
    asArray(member(asObject(action) ?? {}, 'foundFailureCauses')).slice(0, 50),
  );
  return values.flatMap((value) => {
    const raw = asObject(value) ?? {};
    const name = asText(member(raw, 'name'), 300);
    const categories = asArray(member(raw, 'categories')).map((category) => asText(category, 100));
    return name === null ? [] : [{ name, categories: categories.filter((category) => category !== null) }];
  });
}

function read(access: Access, { job, number }: BuildQuestion, reply: Reply): AnswerOutcome<FinalBuild> {
  const raw = asObject(reply.body) ?? {};
  const context = { path: job, kind: access.kinds.kindOf(job), nowMs: controllerTimeMs(access, reply) };
  const build = toBuild(raw, context);
  if (build === null || build.number !== number) return problem(malformed('not the build that was asked for').problem);
  const { changes, hasMore, dropped } = readChanges(raw);
  const testReportName = reportNameIn(raw);
  const failureCauses = failureCausesIn(raw);
  return answered({ build, changes, hasMoreChanges: hasMore, testReportName, failureCauses }, reply, dropped);
}

/** Without what a plugin fails on: the build alone. */
async function withoutChanges(access: Access, question: BuildQuestion): Promise<AnswerOutcome<FinalBuild | null>> {
  const plain = foundOutcome(await findBuild(access, question));
  if (!plain.ok || plain.value.value === null) return plain as AnswerOutcome<null>;
  const build = plain.value.value;
  const value = { build, changes: [], hasMoreChanges: true, testReportName: null, failureCauses: [] };
  return { ok: true, value: { ...plain.value, value, dropped: plain.value.dropped + 1 } };
}

/** One finished build with its changes. */
export async function askFinal(access: Access, question: BuildQuestion): Promise<AnswerOutcome<FinalBuild | null>> {
  const { job, number, options } = question;
  const above = itemUrlPath(job, access.kinds.kindOf(job));
  const itemPath = `${above}/${number}`;
  const asked = { itemPath, tree: finalTree(), kind: 'final', loads: 1, deadlineMs: 30_000, options };
  const attempt: Attempt<Reply> = await ask(access, { ...asked, hasFallback: true });
  if (attempt.ok) return read(access, question, attempt.value);
  if (attempt.miss.reason === 'broken' || attempt.miss.reason === 'oversized') return withoutChanges(access, question);
  if (await isGone(access, attempt.miss, above, options)) return foundOutcome({ ok: true, value: null });
  return problem(attempt.miss.problem);
}
