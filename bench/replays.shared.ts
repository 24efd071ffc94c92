import { buildFields } from '../packages/server/src/jenkins/trees.ts';
import { ciBot } from '../packages/server/testkit/fake-jenkins/access.ts';
import type { FakeJenkins } from '../packages/server/testkit/fake-jenkins/start-fake-jenkins.ts';

/** The request pattern of another collector, replayed; resolves with the builds that it has in the end. */
export interface Replay {
  readonly name: string;
  /** Whether it asks for stages too. */
  readonly hasStages: boolean;
  run(fake: FakeJenkins): Promise<number>;
}

const authorization = `Basic ${Buffer.from(`${ciBot.name}:${ciBot.token}`).toString('base64')}`;

async function fetchJson<T>(fake: FakeJenkins, path: string): Promise<T | null> {
  const answer = await fetch(fake.url + path, { headers: { authorization } });
  if (answer.status === 404) {
    await answer.arrayBuffer();
    return null;
  }
  return (await answer.json()) as T;
}

async function ask<T>(fake: FakeJenkins, path: string, tree: string): Promise<T> {
  const answer = await fetchJson<T>(fake, `${path}/api/json?tree=${encodeURIComponent(tree)}`);
  if (answer === null) throw new Error(`${path} is not there`);
  return answer;
}

/** Runs at most so many at a time. */
async function together<T>(most: number, items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value);
    }),
  );
}

interface Numbered {
  readonly number: number;
}

interface ListedJob {
  readonly path: string;
  readonly isPipeline: boolean;
}

async function listJobs(fake: FakeJenkins): Promise<ListedJob[]> {
  interface Named {
    readonly _class: string;
    readonly name: string;
  }
  const tree = 'jobs[name,jobs[name]]';
  const { jobs } = await ask<{ jobs: (Named & { jobs: Named[] })[] }>(fake, '', tree);
  return jobs.flatMap((folder) =>
    folder.jobs.map(({ _class, name }) => ({
      path: `/job/${encodeURIComponent(folder.name)}/job/${encodeURIComponent(name)}`,
      isPipeline: _class.endsWith('WorkflowJob'),
    })),
  );
}

async function hasBuild(fake: FakeJenkins, path: string, number: number): Promise<boolean> {
  return (await ask<Numbered>(fake, `${path}/${number}`, buildFields)).number === number;
}

const devLakeAtOnce = 10;
const devLakePage = 100;
/** As apache/incubator-devlake has it, backend/plugins/jenkins/tasks/build_collector.go. */
const devLakeTree =
  'allBuilds[timestamp,number,duration,building,estimatedDuration,fullDisplayName,result,actions[lastBuiltRevision[SHA1,branch[name]],remoteUrls,mercurialRevisionNumber,causes[shortDescription]],changeSet[kind,revisions[revision]]]';

async function devLakePages(fake: FakeJenkins, path: string): Promise<Numbered[]> {
  const all: Numbered[] = [];
  for (let from = 0; ; from += devLakePage) {
    const { allBuilds } = await ask<{ allBuilds: Numbered[] }>(
      fake,
      path,
      `${devLakeTree}{${from},${from + devLakePage}}`,
    );
    all.push(...allBuilds);
    if (allBuilds.length < devLakePage) return all;
  }
}

/** The list of a job's builds, then one request for each of them. */
const oneByOne: Replay = {
  name: 'one request per build (replay)',
  hasStages: false,
  async run(fake) {
    let kept = 0;
    await together(6, await listJobs(fake), async ({ path }) => {
      const { builds } = await ask<{ builds: Numbered[] }>(fake, path, 'builds[number]');
      for (const { number } of builds) if (await hasBuild(fake, path, number)) kept += 1;
    });
    return kept;
  },
};

/** Every build of every job of a folder in one answer. */
const wideTrees: Replay = {
  name: 'wide allBuilds trees (replay)',
  hasStages: false,
  async run(fake) {
    let kept = 0;
    const { jobs: folders } = await ask<{ jobs: { name: string }[] }>(fake, '', 'jobs[name]');
    await together(6, folders, async ({ name }) => {
      const tree = `jobs[name,allBuilds[${buildFields}]]`;
      const { jobs } = await ask<{ jobs: { allBuilds: Numbered[] }[] }>(fake, `/job/${encodeURIComponent(name)}`, tree);
      kept += jobs.reduce((sum, { allBuilds }) => sum + allBuilds.length, 0);
    });
    return kept;
  },
};

const devLake: Replay = {
  name: 'DevLake: allBuilds pages of 100 (replay)',
  hasStages: false,
  async run(fake) {
    let kept = 0;
    await together(devLakeAtOnce, await listJobs(fake), async ({ path }) => {
      const builds = await devLakePages(fake, path);
      kept += builds.length;
    });
    return kept;
  },
};

const devLakeWithStages: Replay = {
  name: 'DevLake: pages of 100, stages one by one (replay)',
  hasStages: true,
  async run(fake) {
    let kept = 0;
    const stages: string[] = [];
    await together(devLakeAtOnce, await listJobs(fake), async ({ path, isPipeline }) => {
      const builds = await devLakePages(fake, path);
      kept += builds.length;
      if (isPipeline) stages.push(...builds.map(({ number }) => `${path}/${number}/wfapi/describe`));
    });
    await together(devLakeAtOnce, stages, async (path) => void (await fetchJson(fake, path)));
    return kept;
  },
};

/** As Kesin11/CIAnalyzer has it, src/client/jenkins_client.ts: what the stage view shows of pipelines, and no more. */
const ciAnalyzer: Replay = {
  name: 'CIAnalyzer: ten runs of the stage view (replay)',
  hasStages: true,
  async run(fake) {
    let kept = 0;
    const pipelines = (await listJobs(fake)).filter(({ isPipeline }) => isPipeline);
    await together(6, pipelines, async ({ path }) => {
      const runs = (await fetchJson<{ id: string }[]>(fake, `${path}/wfapi/runs?fullStages=true`)) ?? [];
      for (const { id } of runs) {
        if ((await fetchJson(fake, `${path}/${id}/api/json`)) !== null) kept += 1;
        await fetchJson(fake, `${path}/${id}/testReport/api/json`);
      }
    });
    return kept;
  },
};

/** Beside each other in one run, against the same controller. */
export const replays: readonly Replay[] = [oneByOne, devLake, wideTrees, devLakeWithStages, ciAnalyzer];
