import type { Build, Job, Result } from '../packages/server/testkit/fake-jenkins/truth/item.ts';
import { World } from '../packages/server/testkit/fake-jenkins/world.ts';
import { richBuild } from '../packages/server/tests/sync/deep-world.ts';
import { buildMixedWorld, longAgoMs, variedBuild } from '../packages/server/tests/sync/worlds.ts';

const results: readonly Result[] = ['SUCCESS', 'SUCCESS', 'FAILURE', 'UNSTABLE', 'ABORTED'];
const stepMs = 500;
/** Jobs with histories to be imported. */
const oldJobs = Number(process.env.BENCH_JOBS ?? 120);
/** When the controller restarts, as shares of the time: a collector has a quarter of its budget for ten minutes after. */
const restartsAt = [0.15, 0.6];

function sequence(seed: number): () => number {
  let state = seed * 7_919 + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A controller with a past, on which something happens twice a second: the same for the same seed. */
export class BusyController {
  readonly world = new World();
  readonly #random: () => number;
  readonly #running = new Set<Build>();
  #names = 0;

  constructor(seed: number) {
    this.#random = sequence(seed);
    buildMixedWorld(this.world);
    const end = longAgoMs(this.world.nowMs());
    for (let index = 0; index < oldJobs; index += 1) {
      const kind = index % 2 === 0 ? 'pipeline' : 'freestyle';
      const job = this.world.addJob(`load/group ${index % 12}/job ${index}`, { kind });
      const count = 60 + (index % 4) * 60;
      this.world.addHistory(job, count, variedBuild(end + index, count));
    }
    for (const kind of ['pipeline', 'freestyle'] as const) this.#addRich(kind);
    for (let index = 0; index < 12; index += 1) this.#addLively();
  }

  /** Lets things happen for so long, then ends what still runs. */
  async live(durationMs: number, restart: () => void): Promise<void> {
    const steps = Math.ceil(durationMs / stepMs);
    const restarts = restartsAt.map((share) => Math.ceil(share * steps));
    const startedMs = performance.now();
    for (let step = 1; step <= steps; step += 1) {
      this.#happen();
      if (restarts.includes(step)) restart();
      const waitMs = startedMs + step * stepMs - performance.now();
      await new Promise((resolve) => void setTimeout(resolve, Math.max(0, waitMs)));
    }
    for (const build of this.#running) this.#finish(build);
  }

  #pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }

  #below(folder: string): Job[] {
    const [top = ''] = folder.split('/');
    return [...this.world.jobs(this.world.folder(top))];
  }

  #addRich(kind: 'pipeline' | 'freestyle'): void {
    this.#names += 1;
    const job = this.world.addJob(`rich/${kind} ${this.#names}`, { kind });
    for (let count = 1; count <= 15; count += 1) this.#addRichBuild(job, this.world.nowMs() - (16 - count) * 3_600_000);
  }

  #addRichBuild(job: Job, startedAtMs: number): void {
    this.world.addBuild(job, richBuild(job, { number: job.nextBuildNumber, startedAtMs }));
  }

  #addLively(): void {
    this.#names += 1;
    const kind = this.#names % 2 === 0 ? 'pipeline' : 'freestyle';
    const job = this.world.addJob(`lively/job ${this.#names}`, { kind });
    const count = Math.floor(this.#random() * 15);
    if (count > 0) this.world.addHistory(job, count, variedBuild(this.world.nowMs(), count, 60_000 + this.#names));
  }

  #finish(build: Build): void {
    this.#running.delete(build);
    const finished = results[build.number % results.length] ?? 'SUCCESS';
    this.world.finishBuild(build, { result: finished });
  }

  #happen(): void {
    const { world } = this;
    const roll = this.#random();
    const job = this.#pick(this.#below('lively'));
    const rich = this.#pick(this.#below('rich'));
    const running = this.#pick([...this.#running]);
    const result = this.#pick(results) ?? 'SUCCESS';
    const durationMs = 1 + Math.floor(this.#random() * 9_000);
    if (job === undefined || roll < 0.02) this.#addLively();
    else if (roll < 0.25) world.addBuild(job, { result, durationMs });
    else if (roll < 0.28) for (let count = 0; count < 8; count += 1) world.addBuild(job, { durationMs: 10 + count });
    else if (roll < 0.45) {
      const isFree = job.kind === 'pipeline' || world.builtIn.executors.includes(null);
      if (isFree) this.#running.add(world.startBuild(job));
    } else if (roll < 0.7 && running !== undefined) this.#finish(running);
    else if (roll < 0.82 && rich !== undefined) this.#addRichBuild(rich, world.nowMs() - 60_000);
    else if (roll < 0.86) {
      const number = this.#pick(job.builds.newest());
      if (number !== undefined) this.#delete(job, number);
    } else if (roll < 0.89) this.#rename(job);
    else if (roll < 0.9 && rich !== undefined) this.#rename(rich);
    else if (roll < 0.915) this.#leave(job, () => world.recreate(job));
    else if (roll < 0.93 && this.#below('lively').length > 8) this.#leave(job, () => world.remove(job));
  }

  #delete(job: Job, number: number): void {
    const build = job.builds.peek(number);
    if (build !== undefined && !build.isBuilding) this.world.deleteBuild(job, number);
  }

  #rename(job: Job): void {
    this.#names += 1;
    this.world.rename(job, `renamed ${this.#names}`);
  }

  /** A job that goes takes what runs of it along. */
  #leave(job: Job, work: () => void): void {
    for (const build of this.#running) if (build.job === job) this.#finish(build);
    work();
  }
}
