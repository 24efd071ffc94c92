import type { ItemPath } from '../core/job.ts';
import type { StageSource } from '../core/stage.ts';
import type { Access } from './access.ts';
import type { CallOptions } from './controller.ts';
import { itemUrlPath } from './job-path.ts';
import type { Attempt, Reply } from './reply.ts';

interface Address {
  readonly path: string;
  readonly query: string;
}

function blueOceanPath(job: ItemPath): string {
  const pipelines = job.map((segment) => `/pipelines/${encodeURIComponent(segment)}`).join('');
  return `/blue/rest/organizations/jenkins${pipelines}`;
}

/** Blue Ocean knows a branch as such, the others as any other job. */
function blueOceanJob(access: Access, job: ItemPath): string {
  if (access.kinds.kindOf(job) !== 'multibranch-branch') return blueOceanPath(job);
  return `${blueOceanPath(job.slice(0, -1))}/branches/${encodeURIComponent(job.at(-1) ?? '')}`;
}

function addressOf(access: Access, source: StageSource, { job, number }: StageQuestion): Address {
  const build = `${itemUrlPath(job)}/${number}`;
  if (source === 'wfapi') return { path: `${build}/wfapi/describe`, query: '' };
  if (source === 'blue-ocean') {
    return { path: `${blueOceanJob(access, job)}/runs/${number}/nodes/`, query: 'limit=10000' };
  }
  return { path: `${build}/${source}/tree`, query: '' };
}

export interface StageQuestion {
  readonly job: ItemPath;
  readonly number: number;
  readonly options: CallOptions;
}

// Loading the flow graph of an old build is one of the heaviest reads there are.
const loads = 20;
const deadlineMs = 60_000;

/** The stages of a build from one source, as it writes them. */
export function askStageSource(access: Access, source: StageSource, question: StageQuestion): Promise<Attempt<Reply>> {
  const { urgency, signal, expectedLoads } = question.options;
  return access.door.ask({
    ...addressOf(access, source, question),
    kind: `stages ${source}`,
    urgency,
    signal,
    loads: expectedLoads ?? loads,
    deadlineMs,
    isHeavy: true,
    hasFallback: true,
  });
}
