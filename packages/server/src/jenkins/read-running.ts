import type { CollectedBuild } from '../core/build.ts';
import { fullNameOf, type ItemPath } from '../core/job.ts';
import type { Agents, RunningBuild } from './controller.ts';
import { classOf } from './items.ts';
import { jobKind } from './job-kind.ts';
import { buildOfUrl } from './job-path.ts';
import type { KindMemory } from './kind-memory.ts';
import { agentName, toAgentState } from './read-agent.ts';
import { asArray, asObject, type JsonObject, member } from './read-json.ts';
import { toBuild } from './to-build.ts';

interface Executable {
  readonly raw: JsonObject;
  readonly path: ItemPath;
  readonly number: number;
  readonly agent: string | null;
}

function executablesOn(computer: JsonObject): { readonly found: readonly Executable[]; readonly dropped: number } {
  const agent = agentName(computer);
  const found: Executable[] = [];
  let dropped = 0;
  for (const list of ['executors', 'oneOffExecutors']) {
    for (const value of asArray(member(computer, list))) {
      // Null also when the item is hidden from us.
      const raw = asObject(member(asObject(value) ?? {}, 'currentExecutable'));
      if (raw === null) continue;
      const address = buildOfUrl(member(raw, 'url'));
      if (address === null) dropped += 1;
      else found.push({ raw, path: address.path, number: address.number, agent });
    }
  }
  return { found, dropped };
}

/** A `node` block of a pipeline: it stands for its build, but holds none of its fields. */
function isPlaceholder({ raw }: Executable): boolean {
  return member(raw, 'building') === undefined;
}

const keyOf = ({ path, number }: Pick<Executable, 'path' | 'number'>) => `${fullNameOf(path)}#${number}`;

interface Running {
  readonly running: readonly RunningBuild[];
  readonly dropped: number;
}

function toRunning(executables: readonly Executable[], kinds: KindMemory, nowMs: number): Running {
  const agentOf = new Map(executables.filter(isPlaceholder).map((one) => [keyOf(one), one.agent]));
  const running = new Map<string, RunningBuild>();
  let dropped = 0;
  for (const one of executables) {
    if (isPlaceholder(one) || running.has(keyOf(one))) continue;
    const kind = kinds.refine(one.path, jobKind(classOfJob(one.raw), null));
    const build: CollectedBuild | null = toBuild(one.raw, { path: one.path, kind, nowMs });
    if (build === null || build.number !== one.number) dropped += 1;
    // A pipeline always sits on the built-in node itself; where it works is told by its `node` blocks.
    else
      running.set(keyOf(one), {
        path: one.path,
        build: { ...build, agent: build.agent ?? agentOf.get(keyOf(one)) ?? null },
      });
  }
  return { running: [...running.values()], dropped };
}

const jobClassOfRun: readonly (readonly [run: string, job: string])[] = [
  ['WorkflowRun', '.WorkflowJob'],
  ['MatrixRun', '.MatrixConfiguration'],
  ['MatrixBuild', '.MatrixProject'],
  ['FreeStyleBuild', '.FreeStyleProject'],
  ['MavenModuleSetBuild', '.MavenModuleSet'],
];

function classOfJob(run: JsonObject): string | null {
  const className = classOf(run);
  return jobClassOfRun.find(([ending]) => className?.endsWith(ending))?.[1] ?? null;
}

/** Agents and running builds out of an answer of `/computer`; null when it is none. */
export function readRunning(
  body: unknown,
  { kinds, nowMs }: { readonly kinds: KindMemory; readonly nowMs: number },
): { readonly agents: Agents; readonly dropped: number } | null {
  const list = member(asObject(body) ?? {}, 'computer');
  if (!Array.isArray(list)) return null;
  const computers = list.map(asObject).filter((computer) => computer !== null);
  const read = computers.map(toAgentState);
  // The built-in node is always listed, even when it may not run anything.
  const agents = read.filter((agent) => agent !== null).filter(({ executors }) => executors > 0);
  const onEach = computers.map(executablesOn);
  const executables = onEach.flatMap(({ found }) => found);
  const { running, dropped } = toRunning(executables, kinds, nowMs);
  const unreadable = list.length - read.filter((agent) => agent !== null).length;
  return {
    agents: { online: agents.filter(({ isOnline }) => isOnline).length, total: agents.length, running, agents },
    dropped: dropped + unreadable + onEach.reduce((sum, one) => sum + one.dropped, 0),
  };
}
