import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import type { DeepWork } from '../../src/storage/deep-step.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { changesOf, logOf, stagesOf } from './deep-sample.ts';
import { changesIn, jobName, partsIn, stagesIn, startedAtMs } from './recorded-builds.ts';
import { sampleBuild, sampleJob, sampleStep } from './sample.ts';

// Records builds and what belongs to them, step by step, until it is killed; says each step that is stored on stdout.
const [, , path = '', connection = '1'] = process.argv;
const connectionId = Number(connection);
const store = openStore({ path, role: 'collector' });
const collection = createCollectionStore(store);
const record = async (part: Parameters<typeof sampleStep>[0], said: string) => {
  await collection.recordStep(sampleStep({ connectionId, atMs: startedAtMs(0), ...part }));
  process.stdout.write(`${said}\n`);
};

const [known] = await collection.loadJobs(connectionId);
if (known === undefined) await record({ newJobs: [sampleJob(jobName, { kind: 'pipeline' })] }, 'job');
const [job] = await collection.loadJobs(connectionId);
const jobId = job?.id ?? 0;

async function fetch({ kind, number }: DeepWork): Promise<void> {
  const said = `${kind} ${number}`;
  if (kind === 'stages') await record({ deep: [stagesOf(jobId, number, stagesIn(number))] }, said);
  if (kind === 'changes') await record({ deep: [changesOf(jobId, number, changesIn(number))] }, said);
  if (kind === 'log') await record({ deep: [logOf(jobId, number, `log of ${number}`)] }, said);
  if (kind !== 'tests') return;
  const parts = partsIn(number);
  for (const [part, suites] of parts.entries()) {
    const isLast = part === parts.length - 1;
    const deep = [{ jobId, number, kind: 'tests', outcome: 'stored', part, isLast, suites }] as const;
    await record({ deep }, isLast ? said : `part of ${number}`);
  }
}

for (let number = (job?.fingerprint[0] ?? 0) + 1; ; number += 1) {
  for (const work of await collection.dueDeepWork(connectionId, { nowMs: startedAtMs(0), most: 100 }))
    await fetch(work);
  const build = sampleBuild({
    number,
    startedAtMs: startedAtMs(number),
    result: number % 2 === 0 ? 'FAILURE' : 'SUCCESS',
    commit: 'c0ffee',
    tests: { total: 1, failed: 0, skipped: 0 },
  });
  await record({ builds: [{ jobId, build }] }, `build ${number}`);
}
