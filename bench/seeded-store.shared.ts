import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildResults, type CollectedBuild } from '../packages/server/src/core/build.ts';
import { packStages } from '../packages/server/src/core/pack-stages.ts';
import type { Stage } from '../packages/server/src/core/stage.ts';
import { createCollectionStore } from '../packages/server/src/storage/create-collection-store.ts';
import { openStore, type Store } from '../packages/server/src/storage/open-store.ts';

export const seedEndMs = Date.UTC(2026, 5, 30, 12);
const yearMs = 365 * 86_400_000;

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Jobs by a Zipf-like share: few jobs build a lot, most build seldom. */
function sharesOf(jobs: number): number[] {
  const weights = Array.from({ length: jobs }, (_, index) => 1 / (index + 1) ** 0.9);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function inventBuild(number: number, startedAtMs: number, random: () => number): CollectedBuild {
  const roll = random();
  const result = buildResults[roll < 0.78 ? 0 : roll < 0.83 ? 1 : roll < 0.95 ? 2 : roll < 0.99 ? 3 : 4] ?? 'SUCCESS';
  return {
    number,
    result,
    isBuilding: false,
    startedAtMs,
    durationMs: Math.floor(Math.exp(9 + random() * 5)),
    estimatedDurationMs: null,
    queueMs: Math.floor(random() * 60_000),
    queueId: null,
    displayName: null,
    description: null,
    keepLog: false,
    causes: [{ kind: 'scm', text: 'Started by an SCM change', user: null, upstream: null }],
    parameters: [],
    branch: random() < 0.6 ? 'main' : `feature/${Math.floor(random() * 5_000)}`,
    commit: Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(40, '0'),
    agent: `agent-${Math.floor(random() * 60)}`,
    pullRequest: null,
    tests: random() < 0.3 ? { total: 80, failed: result === 'UNSTABLE' ? 2 : 0, skipped: 1 } : null,
  };
}

/** Fills a store with `count` builds of `jobs` jobs over a year through the collector's own door; returns builds per second. */
export async function seed(store: Store, count: number, jobs = 2_000): Promise<number> {
  const collection = createCollectionStore(store);
  const random = sequence(7);
  const shares = sharesOf(jobs);
  for (const [id, name] of [
    [1, 'Production'],
    [2, 'Staging'],
  ] as const) {
    await store.db
      .insertInto('connection')
      .values({
        id,
        name,
        base_url: `https://${name.toLowerCase()}.example`,
        username: 'ci-bot',
        token_sealed: null,
        tls_mode: 'default',
        ca_certificate: null,
        sync_interval_ms: null,
        history_days: 365,
        history_builds: 10_000_000,
        include_jobs: '[]',
        exclude_jobs: '[]',
        pace: 'normal',
        is_paused: 0,
        created_at_ms: 0,
        updated_at_ms: 0,
        deleted_at_ms: null,
      })
      .execute();
  }
  const started = performance.now();
  for (let index = 0; index < jobs; index += 1) {
    const builds = Math.max(1, Math.round(count * (shares[index] ?? 0)));
    const connectionId = index % 3 === 0 ? 2 : 1;
    const state = {};
    const step = { connectionId, atMs: seedEndMs, jobChanges: [], vanishedBuilds: [], state };
    const path = [`team-${index % 40}`, `service-${index}`];
    const head = { path, kind: 'pipeline', incarnation: 1, nextBuildNumber: builds + 1, isDisabled: false } as const;
    const [jobId = 0] = await collection.recordStep({ ...step, newJobs: [head], builds: [] });
    for (let from = 1; from <= builds; from += 1_000) {
      const batch = [];
      for (let number = from; number < Math.min(builds + 1, from + 1_000); number += 1) {
        const startedAtMs = Math.floor(seedEndMs - yearMs + ((number - random()) / builds) * yearMs);
        batch.push({ jobId, build: inventBuild(number, startedAtMs, random) });
      }
      await collection.recordStep({ ...step, newJobs: [], builds: batch });
    }
  }
  return count / ((performance.now() - started) / 1_000);
}

const stageNames = ['Checkout', 'Build', 'Test', 'Deploy'];

/** Four stages for every build that has none yet, packed as the collector packs them. */
async function seedStages(store: Store): Promise<void> {
  const some = await store.db.selectFrom('build_stages').select('build_id').limit(1).execute();
  if (some.length > 0) return;
  const random = sequence(11);
  const numbers = new Map<string, number>();
  for (const connectionId of [1, 2]) {
    for (const name of stageNames) {
      const row = await store.db
        .insertInto('stage_name')
        .values({ connection_id: connectionId, name })
        .returning('id')
        .executeTakeFirstOrThrow();
      numbers.set(`${connectionId}:${name}`, row.id);
    }
  }
  for (let after = 0; ; ) {
    const builds = await store.db
      .selectFrom('build')
      .select(['id', 'connection_id', 'started_at_ms', 'duration_ms'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(5_000)
      .execute();
    const last = builds.at(-1);
    if (last === undefined) break;
    after = last.id;
    const rows = builds.map((build) => {
      let startedAtMs = build.started_at_ms;
      const stages = stageNames.map((name, at): Stage => {
        const durationMs = Math.floor((build.duration_ms ?? 0) * 0.25 * (0.5 + random()));
        const stage = {
          id: String(6 + at * 9),
          parentId: null,
          name,
          startedAtMs,
          durationMs,
          pauseMs: 0,
          agent: null,
        };
        startedAtMs += durationMs;
        return { ...stage, kind: 'stage', status: random() < 0.03 ? 'failure' : 'success', errorMessage: null };
      });
      const ofName = (name: string) => numbers.get(`${build.connection_id}:${name}`) ?? 0;
      return {
        build_id: build.id,
        connection_id: build.connection_id,
        source: 'stages',
        is_complete: 1 as const,
        stages: packStages(stages, { ofName, ofAgent: () => 0 }),
      };
    });
    await store.transaction(async (tx) => {
      for (let at = 0; at < rows.length; at += 500)
        await tx
          .insertInto('build_stages')
          .values(rows.slice(at, at + 500))
          .execute();
    });
  }
}

/** A store with `count` builds and their stages, rolled up; kept in `.cache` (or the folder BENCH_FOLDER) between runs. */
export async function seededStore(count: number): Promise<Store> {
  const folder = process.env.BENCH_FOLDER ?? fileURLToPath(new URL('../.cache/bench/', import.meta.url));
  const path = `${folder}store-${count}.db`;
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const temporary = `${path}.new`;
    for (const ending of ['', '-wal', '-shm']) rmSync(temporary + ending, { force: true });
    const store = openStore({ path: temporary, role: 'collector' });
    console.log(`seeding ${count} builds: ${Math.round(await seed(store, count))} builds/s`);
    const before = performance.now();
    while ((await createCollectionStore(store).rollUpDirty(200)) > 0);
    console.log(`rolled up in ${((performance.now() - before) / 1_000).toFixed(1)} s`);
    await store.close();
    renameSync(temporary, path);
  }
  const store = openStore({ path, role: 'api' });
  await seedStages(store);
  return store;
}
