import { findConfigurations } from './backfill-configurations.ts';
import { findFacts } from './backfill-facts.ts';
import { createFindLatest } from './backfill-latest.ts';
import { findOlder } from './backfill-older.ts';
import { createFindRecent } from './backfill-recent.ts';
import type { FindWork, Work } from './backfill-work.ts';
import { Bundle } from './bundle.ts';
import { parkMs } from './delays.ts';
import type { JobEntry } from './job-entry.ts';
import { isCommonProblem, type Pass, type RunnerContext } from './runner-context.ts';

const width = 3;

/** History, newest first: facts of branches, newest builds, newest hundreds, configurations, and what is older. */
export function createBackfillPass(context: RunnerContext): Pass {
  const { book, clock } = context;
  const finders: readonly FindWork[] = [
    findFacts,
    createFindLatest(new Bundle({ least: 20, start: 400, most: 500 })),
    createFindRecent(new Bundle({ least: 100, start: 500, most: 600 })),
    findConfigurations,
    findOlder,
  ];

  function find(): Work | null {
    for (const findWork of finders) {
      const work = findWork(context);
      if (work !== null) return work;
    }
    return null;
  }

  /** The earliest moment at which a parked job may be tried again; null = none is parked. */
  function nextParkedMs(): number | null {
    const nowMs = clock.nowMs();
    let earliest: number | null = null;
    for (const stage of ['facts', 'latest', 'recent', 'older'] as const) {
      for (const { isClaimed, parkedUntilMs } of book.inStage(stage)) {
        if (isClaimed || parkedUntilMs <= nowMs) continue;
        if (earliest === null || parkedUntilMs < earliest) earliest = parkedUntilMs;
      }
    }
    return earliest;
  }

  function settle(entry: JobEntry, hasFailed: boolean): void {
    entry.failures = hasFailed ? entry.failures + 1 : 0;
    entry.isAlone = entry.isAlone || entry.failures >= 2;
    if (hasFailed) entry.parkedUntilMs = Math.max(entry.parkedUntilMs, clock.nowMs() + parkMs(entry.failures));
  }

  async function work({ entries, run }: Work): Promise<void> {
    const before = entries.map(({ job, stage }) => ({ job, stage }));
    const problem = await run();
    if (context.signal.aborted) return;
    if (problem !== null && isCommonProblem(problem)) context.failed(problem);
    for (const [index, entry] of entries.entries()) {
      // An answer that changes nothing is no progress, however well it looks: it must not be asked for again at once.
      const isSame = entry.job === before[index]?.job && entry.stage === before[index]?.stage;
      settle(entry, problem !== null || (isSame && entry.stage !== 'settled'));
    }
    await context.recorder.step();
  }

  return {
    name: 'backfill',
    width,
    dueAtMs: () => (find() === null ? nextParkedMs() : clock.nowMs()),
    async run() {
      const found = find();
      if (found === null) return;
      for (const entry of found.entries) entry.isClaimed = true;
      try {
        await work(found);
      } finally {
        for (const entry of found.entries) entry.isClaimed = false;
      }
    },
  };
}
