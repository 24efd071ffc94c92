import type { CollectedBuild } from '../../src/core/build.ts';
import type { CollectionStep, NewJob } from '../../src/storage/collection.ts';
import type { Store } from '../../src/storage/open-store.ts';

/** A finished build; name what matters to the test. */
export function sampleBuild(part: Partial<CollectedBuild> & { number: number }): CollectedBuild {
  return {
    result: 'SUCCESS',
    isBuilding: false,
    startedAtMs: Date.UTC(2026, 2, 10, 12) + part.number * 60_000,
    durationMs: 60_000,
    estimatedDurationMs: null,
    queueMs: null,
    queueId: null,
    displayName: null,
    description: null,
    keepLog: false,
    causes: [],
    parameters: [],
    branch: null,
    commit: null,
    agent: null,
    pullRequest: null,
    tests: null,
    ...part,
  };
}

/** A build that still runs. */
export function runningBuild(part: Partial<CollectedBuild> & { number: number }): CollectedBuild {
  return sampleBuild({ result: null, isBuilding: true, durationMs: null, estimatedDurationMs: 90_000, ...part });
}

export function sampleJob(fullName: string, part: Partial<NewJob> = {}): NewJob {
  return {
    path: fullName.split('/'),
    kind: 'freestyle',
    incarnation: 1,
    nextBuildNumber: 100,
    isDisabled: false,
    ...part,
  };
}

export function sampleStep(part: Partial<CollectionStep> = {}): CollectionStep {
  return {
    connectionId: 1,
    atMs: Date.UTC(2026, 2, 10, 12),
    newJobs: [],
    jobChanges: [],
    builds: [],
    vanishedBuilds: [],
    state: {},
    ...part,
  };
}

/** A connection's row, since figures show its name. */
export async function addConnection(store: Store, id: number, name: string): Promise<void> {
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
      history_days: 90,
      history_builds: 5000,
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
