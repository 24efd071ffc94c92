import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startTestDatabases, type TestDatabases } from './test-databases.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** POST makes a database and answers with its address; `?empty` = without tables. DELETE with its name drops it. GET answers with the certificate of the server's authority. */
    postgresDoor: string;
  }
}

/** One PostgreSQL server for a whole run, started when the first test asks for a database and ended with the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<TestDatabases> | null = null;
  const door = createServer(async (request, response) => {
    try {
      starting ??= startTestDatabases();
      const databases = await starting;
      const name = request.url?.slice(1) ?? '';
      if (request.method === 'GET') response.end(databases.authority);
      else if (request.method === 'POST') response.end(await databases.create({ isEmpty: name === '?empty' }));
      else response.end(await databases.drop(name));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  project.provide('postgresDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.closeAllConnections();
    door.close();
    const databases = await starting?.catch(() => null);
    await databases?.close();
  };
}
