import type { Outcome } from '../core/connection.ts';
import type { ItemPath } from '../core/job.ts';
import type { Access } from './access.ts';
import { connect } from './connect.ts';
import { connectionProblem } from './connection-problem.ts';
import type { CallOptions, Controller } from './controller.ts';
import type { ControllerOptions } from './controller-options.ts';
import { askFinal } from './final.ts';
import { askHeads } from './heads.ts';
import { knowing } from './kind-memory.ts';
import { createLimiter } from './limiter.ts';
import { askChain, askEvery, askRecent } from './lists.ts';
import { createLoadMeter } from './load-meter.ts';
import { openLog } from './log.ts';
import { askLogTail } from './log-tail.ts';
import { askConfigurations, askRecentOfConfigurations } from './matrix.ts';
import { paceLimits } from './pace-limits.ts';
import { findBuild, findNumbers, foundOutcome } from './single-builds.ts';
import { askBranchFacts, askLatest, askRecentOf } from './slices.ts';
import { askQueue, askRunning, askWhoAmI } from './snapshots.ts';
import { askStages, createStageMemory, recallStageSource, type StageMemory } from './stages.ts';
import { openTests } from './tests.ts';

const mostRetries = 3;

type OfItself = 'requestsPerMinute' | 'slowDown' | 'close' | 'takeLoad' | 'stageSource' | 'recallStageSource';
type Questions = Omit<Controller, OfItself>;

function questions(access: Access, stageMemory: StageMemory): Questions {
  const about = (job: ItemPath, { kind }: CallOptions): Access =>
    kind === undefined ? access : { ...access, kinds: knowing(access.kinds, job, kind) };
  return {
    whoAmI: (options) => askWhoAmI(access, options),
    heads: (options) => askHeads(access, options),
    latest: (folder, slice, options) => askLatest(access, { folder, slice, options }),
    recent: (job, options) => askRecent(about(job, options), job, options),
    recentOf: (folder, slice, expectedLoads, options) => askRecentOf(access, { folder, slice, expectedLoads, options }),
    recentOfConfigurations: (matrix, expectedLoads, options) =>
      askRecentOfConfigurations(access, { matrix, expectedLoads, options }),
    chain: (job, number, depth, options) => askChain(about(job, options), { job, number, depth, options }),
    every: (job, expectedCount, options) => askEvery(about(job, options), { job, expectedCount, options }),
    build: async (job, number, options) => foundOutcome(await findBuild(about(job, options), { job, number, options })),
    numbers: async (job, options) => foundOutcome(await findNumbers(about(job, options), job, options)),
    matrixConfigurations: (job, options) => askConfigurations(access, job, options),
    branchFacts: (folder, options, slice) =>
      askBranchFacts(access, slice === undefined ? { folder, options } : { folder, options, slice }),
    running: (options) => askRunning(access, options),
    queue: (options) => askQueue(access, options),
    log: (job, number, options) => openLog(about(job, options), { job, number, options }),
    final: (job, number, options) => askFinal(about(job, options), { job, number, options }),
    stages: (job, number, options) => askStages(about(job, options), stageMemory, { job, number, options }),
    tests: (job, number, options) => openTests(about(job, options), { job, number, options }),
    logTail: (job, number, options) => askLogTail(about(job, options), { job, number, options }),
  };
}

/** A controller whose token cannot be opened: every question has the same answer, and nothing goes out. */
function lockedQuestions(): Questions {
  const locked = (): Promise<Outcome<never>> =>
    Promise.resolve({ ok: false, problem: connectionProblem('secret_unreadable') });
  return {
    whoAmI: locked,
    heads: locked,
    latest: locked,
    recent: locked,
    recentOf: locked,
    recentOfConfigurations: locked,
    chain: locked,
    every: locked,
    build: locked,
    numbers: locked,
    matrixConfigurations: locked,
    branchFacts: locked,
    running: locked,
    queue: locked,
    log: locked,
    final: locked,
    stages: locked,
    tests: locked,
    logTail: locked,
  };
}

/** The one door to a controller. After 401, and after 403 on the root, it stays shut: when a person acts, make a new one. */
export function createController(options: ControllerOptions): Controller {
  const { connection, clock } = options;
  const limiter = createLimiter(options.limits ?? paceLimits[connection.pace], clock);
  const { token } = connection;
  const meter = createLoadMeter();
  const stageMemory = createStageMemory();
  const wired = token === null ? null : connect(options, { token, limiter, mostRetries, meter });
  return {
    ...(wired === null ? lockedQuestions() : questions(wired.access, stageMemory)),
    stageSource: () => stageMemory.source,
    recallStageSource: (source, session) => recallStageSource(stageMemory, source, { session, atMs: clock.nowMs() }),
    takeLoad: meter.take,
    requestsPerMinute: () => limiter.requestsPerMinute(),
    slowDown: () => limiter.slowDown(),
    async close() {
      limiter.close();
      await wired?.outbound.close();
    },
  };
}
