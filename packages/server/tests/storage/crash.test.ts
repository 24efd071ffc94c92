import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { deepKinds, deepStateOf } from '../../src/core/deep-data.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { readLogTail } from '../../src/storage/deep/log-tail.ts';
import { readChanges } from '../../src/storage/deep/read-changes.ts';
import { readStages } from '../../src/storage/deep/read-stages.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { readTestReport } from '../../src/storage/test-reports/read-test-report.ts';
import { sqlite } from './back-ends.ts';
import { changesIn, partsIn, stagesIn } from './recorded-builds.ts';

/** Lets a process record into the store and kills it while it writes on, after it has said so many steps. */
async function recordAndKill(path: string, steps: number): Promise<string[]> {
  const script = fileURLToPath(new URL('recording-process.ts', import.meta.url));
  const flags = ['--conditions=source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === steps) child.kill('SIGKILL');
  }
  return said;
}

/** Everything that a build has in the store must be whole, and what it has not must be on the list. */
async function verify(store: Store): Promise<string[]> {
  const { db } = store;
  const stored: string[] = [];
  const works = await db.selectFrom('deep_work').selectAll().execute();
  const noted = new Set(works.map((work) => `${deepKinds[work.kind]} ${work.build_id}`));
  for (const build of await db.selectFrom('build').selectAll().orderBy('number').execute()) {
    stored.push(`build ${build.number}`);
    for (const kind of deepKinds) {
      const state = deepStateOf(build.deep, kind);
      expect([kind, build.number, noted.has(`${kind} ${build.id}`)]).toEqual([kind, build.number, state === 'noted']);
      if (state === 'stored') stored.push(`${kind} ${build.number}`);
    }
    const has = (kind: (typeof deepKinds)[number]) => deepStateOf(build.deep, kind) === 'stored';
    expect((await readStages(db, build.id))?.stages).toEqual(has('stages') ? stagesIn(build.number) : undefined);
    expect((await readChanges(db, build.id))?.changes).toEqual(has('changes') ? changesIn(build.number) : undefined);
    expect((await readLogTail(db, build.id))?.text).toBe(has('log') ? `log of ${build.number}` : undefined);
    const names: string[] = [];
    for await (const some of (await readTestReport(db, build.id))?.cases() ?? [])
      names.push(...some.map((test) => test.name));
    const wanted = has('tests')
      ? partsIn(build.number)
          .flat(2)
          .flatMap(({ cases }) => cases.map((test) => test.name))
      : [];
    expect(names.sort()).toEqual(wanted.sort());
  }
  const numbers = await db.selectFrom('build').select('number').orderBy('number').execute();
  expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => index + 1));
  for (const table of ['test_part', 'test_failure'] as const) {
    const orphans = db
      .selectFrom(table)
      .select('build_id')
      .where('build_id', 'not in', db.selectFrom('test_report').select('build_id'));
    expect(await orphans.execute()).toEqual([]);
  }
  return stored;
}

it('a collector killed while it writes loses nothing that it has said, and leaves nothing half', {
  timeout: 120_000,
}, async () => {
  const opened = await sqlite.open();
  const path = 'path' in opened.place ? opened.place.path : '';
  const said: string[] = [];
  let seed = 11;
  for (let round = 0; round < 8; round += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    said.push(...(await recordAndKill(path, 1 + (seed % 17))));
    expect(opened.store.integrityProblems()).toEqual([]);
    const stored = await verify(opened.store);
    const lost = said.filter((line) => !line.startsWith('part') && line !== 'job' && !stored.includes(line));
    expect(lost).toEqual([]);
  }
  const { open } = await createCollectionStore(opened.store).countDeepWork(1);
  expect(said.filter((line) => line.startsWith('build')).length).toBeGreaterThan(8);
  expect(open).toBeLessThanOrEqual(8);
  await opened.close();
});
