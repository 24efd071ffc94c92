import { DatabaseSync } from 'node:sqlite';
import { ApiError, routes } from '@buildbutler/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storePathIn } from '../../src/data-dir.ts';
import { recountHouse } from '../../src/recount-house.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { houseOf, run } from './app-house.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

function breakStore(sql: string): void {
  const database = new DatabaseSync(storePathIn(app.config.dataDir));
  database.exec(sql);
  database.close();
}

test('what keeps the server from its work is found, in the shape of every error', async () => {
  const well = await run(houseOf(app), ['doctor']);
  expect([well.exit, well.out]).toEqual([0, `server\tok\tanswers at ${app.url}\t\n`]);
  breakStore('alter table setting rename to lost');
  const refused: unknown = await app
    .client()
    .call(routes.getReadiness, {})
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  const problem = { status: 503, code: 'unavailable', detail: 'The store cannot be read.', title: expect.any(String) };
  expect((refused as ApiError).problem).toMatchObject(problem);
  const answer = await fetch(`${app.url}/readyz`);
  expect(await answer.json()).toMatchObject({ ...problem, ready: false, reasons: [problem.detail] });
  const ill = await run(houseOf(app), ['doctor']);
  expect(ill.exit).toBe(1);
  expect(ill.out).toContain(`readiness\tfailed\t${problem.detail}\t\n`);
  breakStore('alter table lost rename to setting');
});

test('a figure that no count confirms is found beside the running server, and ends with exit code 1', async () => {
  const house = { ...houseOf(app), recount: () => recountHouse(app.config) };
  const well = await run(house, ['doctor', '--recount']);
  expect([well.exit, well.out.split('\n')[1]]).toEqual([
    0,
    'recount\tok\tevery figure equals a count of 0 builds in 0 hours of 0 days, and 0 jobs\t',
  ]);
  breakStore(`insert into rollup_hour values (1, 3600000, 5, 0, 0, 0, 0, 0, 0, 0, x'', 0, 0, x'', 0, 0, 0, 0)`);
  const ill = await run(house, ['doctor', '--recount', '--json']);
  expect(ill.exit).toBe(1);
  expect(JSON.parse(ill.out)).toContainEqual({
    ...{ name: 'recount', state: 'failed' },
    message: 'connection 1, hour 1970-01-01T01:00:00.000Z: success is 5, counted 0',
  });
});
