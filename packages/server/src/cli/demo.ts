import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient, routes } from '@buildbutler/contract';
import type { House, RunningServer } from './house.ts';
import { printRunning, untilQuit } from './print-running.ts';
import { say } from './talk.ts';
import { Option, parseWhole, type Verb } from './verb.ts';

interface DemoOptions {
  readonly port?: number;
  readonly json?: boolean;
}

interface DemoController {
  readonly name: string;
  readonly url: string;
  readonly username: string;
  readonly token: string;
}

const username = 'demo';
/** Its builds begin and end within minutes, which a person wants to see. */
const liveSeconds = 5;

async function connectAll(client: Client, controllers: readonly DemoController[]): Promise<void> {
  for (const { name, url, username, token } of controllers) {
    await client.call(routes.createConnection, {
      body: { name, url, username, token, pace: 'fast', syncIntervalSeconds: liveSeconds },
    });
  }
}

/** A server of its own on loopback: its data is thrown away, and no setting of a real one is touched. */
async function serveDemo(house: House, { dataDir, port }: { dataDir: string; port: number | undefined }) {
  const password = randomBytes(12).toString('base64url');
  const passwordFile = join(dataDir, 'demo-password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  const server = await house.serve({
    dataDir,
    host: '127.0.0.1',
    firstAdministrator: { username, passwordFile },
    ...(port === undefined ? {} : { port }),
  });
  return { server, password };
}

/** Ends in reverse order what was begun, whatever happens in between. */
async function runDemo(
  { house, port }: { house: House; port: number | undefined },
  use: (demo: { server: RunningServer; password: string; dataDir: string }) => Promise<void>,
) {
  // The simulated Jenkins is needed by nobody else, so it is loaded here.
  const { startDemoControllers } = await import('../../testkit/demo/start-demo-controllers.ts');
  const cleanUp = new AsyncDisposableStack();
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'buildbutler-demo-'));
    cleanUp.defer(() => rm(dataDir, { recursive: true, force: true }));
    const { controllers, close } = await startDemoControllers();
    cleanUp.defer(close);
    const { server, password } = await serveDemo(house, { dataDir, port });
    cleanUp.defer(() => server.close());
    await connectAll(createClient({ baseUrl: server.address, token: server.token }), controllers);
    await use({ server, password, dataDir });
  } finally {
    await cleanUp.disposeAsync();
  }
}

export const demo: Verb<DemoOptions> = {
  usage: 'demo',
  summary: 'Run a server with two simulated Jenkins controllers; keeps nothing',
  options: () => [
    new Option('--port <port>', 'instead of BUILDBUTLER_PORT; 0 = any free one').argParser(parseWhole(0, 65_535)),
    new Option('--json', 'print address and sign-in as JSON'),
  ],
  examples: [['look around without a Jenkins at hand', 'buildbutler demo']],
  async run({ io, house }, { options }) {
    await say(io, 'Starting two simulated Jenkins controllers …');
    await runDemo({ house, port: options.port }, async ({ server, password, dataDir }) => {
      const announcement = {
        title: 'The BuildButler demo is ready',
        fields: [
          { title: 'Sign in as', text: username },
          { title: 'Password', text: password },
          { title: 'Data', text: `${dataDir} (deleted at the end)`, plain: dataDir },
        ],
        members: { username, password, dataDir },
      };
      await printRunning(io, server, { announcement, isJson: options.json });
      await untilQuit(io);
      await say(io, 'Stopping …');
    });
    return undefined;
  },
};
