import { expect, test } from 'vitest';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';
import type { Build, Job, Result } from '../../testkit/fake-jenkins/truth/item.ts';
import { fullName } from '../../testkit/fake-jenkins/truth/item-names.ts';
import { minute, type SyncRig, startSyncRig } from './sync-rig.ts';
import { factsInStore, factsInWorld, ledgerFaults } from './truth.ts';
import { variedBuild } from './worlds.ts';

const seeds = (process.env.CHAOS_SEEDS ?? '1,2,3').split(',').map(Number);
const results: readonly Result[] = ['SUCCESS', 'FAILURE', 'UNSTABLE', 'ABORTED'];

function sequence(seed: number): () => number {
  let state = seed * 7_919 + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A controller on which something happens all the time. */
class Life {
  readonly #rig: SyncRig;
  readonly #random: () => number;
  readonly #running = new Set<Build>();
  #names = 0;

  constructor(rig: SyncRig, random: () => number) {
    this.#rig = rig;
    this.#random = random;
  }

  #pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }

  #jobs(): Job[] {
    return [...this.#rig.world.jobs()].filter(({ kind }) => kind !== 'matrix' && kind !== 'matrix-configuration');
  }

  addJob(): void {
    this.#names += 1;
    const builds = Math.floor(this.#random() * 30);
    const { world, clock } = this.#rig;
    const folder = this.#pick(['', 'team/', 'team/deep/', 'other/']) ?? '';
    const job = world.addJob(`${folder}job ${this.#names}`, {
      kind: this.#pick(['pipeline', 'freestyle'] as const) ?? 'pipeline',
    });
    if (builds > 0) world.addHistory(job, builds, variedBuild(clock.nowMs(), builds, 60_000 + this.#names));
  }

  #start(job: Job): void {
    const free = this.#rig.world.builtIn.executors.includes(null) || job.kind === 'pipeline';
    if (free) this.#running.add(this.#rig.world.startBuild(job));
  }

  #finish(build: Build): void {
    this.#running.delete(build);
    this.#rig.world.finishBuild(build, { result: this.#pick(results) ?? 'SUCCESS' });
  }

  finishAll(): void {
    for (const build of this.#running) this.#finish(build);
  }

  async happen(): Promise<void> {
    const { fake, world } = this.#rig;
    const job = this.#pick(this.#jobs());
    const running = this.#pick([...this.#running]);
    const roll = this.#random();
    if (job === undefined || roll < 0.06) this.addJob();
    else if (roll < 0.3)
      world.addBuild(job, {
        result: this.#pick(results) ?? 'SUCCESS',
        durationMs: 1 + Math.floor(this.#random() * 9_000),
      });
    else if (roll < 0.36) for (let count = 0; count < 8; count += 1) world.addBuild(job, { durationMs: 10 + count });
    else if (roll < 0.5) this.#start(job);
    else if (roll < 0.66 && running !== undefined) this.#finish(running);
    else if (roll < 0.7) {
      const number = this.#pick(job.builds.newest());
      if (number !== undefined) world.deleteBuild(job, number);
    } else if (roll < 0.74) {
      this.#names += 1;
      world.rename(job, `renamed ${this.#names}`);
    } else if (roll < 0.77) {
      world.recreate(job);
    } else if (roll < 0.8) {
      if (this.#jobs().length > 6) world.remove(job);
    } else if (roll < 0.82) fake.restart();
    else if (roll < 0.86) fake.faults.add(faults.oops, { times: 3 });
    else if (roll < 0.9) fake.faults.add(faults.connectionReset, { times: 2 });
    else if (roll < 0.93) fake.faults.add(faults.starting, { times: 2 });
    else if (roll < 0.95) await this.#rig.restart();
  }
}

/** Builds of the controller that are not stored as they are, and stored numbers that never were. */
async function faultsOf({ store, world }: SyncRig): Promise<string[]> {
  const found: string[] = [];
  const stored = await factsInStore(store);
  for (const job of world.jobs()) {
    const name = fullName(job);
    const have = new Map((stored.get(name) ?? []).map((facts) => [facts.number, facts]));
    for (const number of job.builds.newest()) {
      const build = job.builds.peek(number);
      const want = build === undefined ? null : JSON.stringify(factsInWorld(build));
      const is = JSON.stringify(have.get(number) ?? 'nothing');
      if (want !== is) found.push(`${name} #${number}: stored ${is}, true ${want}`);
      have.delete(number);
    }
    for (const facts of have.values())
      if (facts.number >= job.nextBuildNumber || facts.isBuilding) found.push(`${name} #${facts.number} is stored`);
  }
  return found.slice(0, 6);
}

test.each(seeds)(
  'whatever happens on a controller for an hour, in the end everything is stored as it is (%i)',
  async (seed) => {
    const random = sequence(seed);
    const rig = await startSyncRig();
    const life = new Life(rig, random);
    for (let count = 0; count < 12; count += 1) life.addJob();
    await rig.connect();
    for (let step = 0; step < 120; step += 1) {
      await life.happen();
      await rig.pass(Math.floor(random() * 60_000));
    }
    life.finishAll();
    rig.fake.faults.clear();
    await rig.pass(80 * minute);
    expect(rig.defects).toEqual([]);
    expect(await faultsOf(rig)).toEqual([]);
    expect(await ledgerFaults(rig.store, rig.world)).toEqual([]);
    expect(await rig.state()).toMatchObject({ isIdle: true, lastProblem: null, phase: 'done' });
  },
  120_000,
);
