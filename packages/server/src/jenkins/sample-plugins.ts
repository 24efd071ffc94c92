import type { ItemPath } from '../core/job.ts';
import { stageSources } from '../core/stage.ts';
import { type Access, ask } from './access.ts';
import { askStageSource } from './ask-stage-source.ts';
import type { CallOptions, Head } from './controller.ts';
import { isPipeline } from './job-kind.ts';
import { itemUrlPath } from './job-path.ts';
import { numberIn } from './read-builds.ts';
import { asObject, member } from './read-json.ts';
import { reportNameIn } from './report-name.ts';

/** Null = no build was found that could tell. */
export interface PluginSample {
  readonly stages: boolean | null;
  readonly tests: boolean | null;
}

interface SampleBuild {
  readonly job: ItemPath;
  readonly number: number;
  /** The last segment of its test report's address; null when it has none. */
  readonly reportName: string | null;
}

type SampleOptions = CallOptions & { readonly deadlineMs: number };

const jobsOfEachKind = 3;

async function sampleBuild(access: Access, job: ItemPath, options: SampleOptions): Promise<SampleBuild | null> {
  const { deadlineMs } = options;
  const tree = 'lastCompletedBuild[number,actions[totalCount,urlName]]';
  const attempt = await ask(access, {
    itemPath: itemUrlPath(job),
    tree,
    kind: 'sample',
    loads: 1,
    deadlineMs,
    options,
  });
  const raw = attempt.ok ? (asObject(attempt.value.body) ?? {}) : {};
  const number = numberIn(raw, 'lastCompletedBuild');
  return number === null
    ? null
    : { job, number, reportName: reportNameIn(asObject(member(raw, 'lastCompletedBuild')) ?? {}) };
}

async function hasStages(access: Access, build: SampleBuild, options: SampleOptions): Promise<boolean | null> {
  for (const source of stageSources) {
    const attempt = await askStageSource(access, source, { ...build, options });
    if (attempt.ok) return true;
    // Anything but "no such address" says nothing about the plugin.
    if (attempt.miss.reason !== 'absent') return null;
  }
  return false;
}

async function hasReport(access: Access, build: SampleBuild, options: SampleOptions): Promise<boolean | null> {
  const itemPath = `${itemUrlPath(build.job)}/${build.number}/${build.reportName ?? ''}`;
  const { deadlineMs } = options;
  const attempt = await ask(access, { itemPath, tree: 'failCount', kind: 'sample', loads: 10, deadlineMs, options });
  if (attempt.ok) return true;
  return attempt.miss.reason === 'absent' || attempt.miss.reason === 'denied' ? false : null;
}

/** Finds out on a few recent builds whether stages and test reports can be read: at most a dozen requests. */
export async function samplePlugins(
  access: Access,
  jobs: readonly Head[],
  options: SampleOptions,
): Promise<PluginSample> {
  const built = jobs
    .filter(({ nextBuildNumber }) => nextBuildNumber > 1)
    .toSorted((a, b) => b.nextBuildNumber - a.nextBuildNumber);
  const pipelines = built.filter(({ kind }) => isPipeline(kind)).slice(0, jobsOfEachKind);
  const others = built.filter(({ kind }) => !isPipeline(kind)).slice(0, jobsOfEachKind);
  const sample = async (heads: readonly Head[]) =>
    (await Promise.all(heads.map(({ path }) => sampleBuild(access, path, options)))).filter((build) => build !== null);
  const [ofPipelines, ofOthers] = await Promise.all([sample(pipelines), sample(others)]);
  const [withStages] = ofPipelines;
  const withTests = [...ofPipelines, ...ofOthers].find(({ reportName }) => reportName !== null);
  const [stages, tests] = await Promise.all([
    withStages === undefined ? null : hasStages(access, withStages, options),
    withTests === undefined ? null : hasReport(access, withTests, options),
  ]);
  return { stages, tests };
}
