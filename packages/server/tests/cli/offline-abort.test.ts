import { once } from 'node:events';
import { routes } from '@buildbutler/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';

let app: TestApp;
let jenkins: FakeJenkins;

beforeAll(async () => {
  jenkins = await startFakeJenkins();
  app = await startTestApp();
});
afterAll(async () => {
  await app.stop();
  await jenkins.close();
});

const ask = (signal: AbortSignal, path: string = routes.listConnections.path, body?: string) =>
  app.app.fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${app.app.localToken}`, 'content-type': 'application/json' },
    signal,
    ...(body === undefined ? {} : { body }),
  });

test('a question to the app of this process ends with the signal, before and meanwhile', async () => {
  await expect(ask(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });

  const meanwhile = new AbortController();
  const reached = new Promise<void>((resolve) => {
    jenkins.faults.add(async ({ gone }) => {
      resolve();
      await once(gone, 'abort');
    });
  });
  const body = JSON.stringify({ url: jenkins.url, username: ciBot.name, token: ciBot.token });
  const answer = ask(meanwhile.signal, routes.testUnsavedConnection.path, body);
  await reached;
  meanwhile.abort();
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
});
