import { printRunning, untilQuit } from './print-running.ts';
import { say } from './talk.ts';
import { Option, parseWhole, type Verb } from './verb.ts';

interface ServeOptions {
  readonly port?: number;
  readonly json?: boolean;
}

export const serve: Verb<ServeOptions> = {
  usage: 'serve',
  summary: 'Run the server: collect from Jenkins, serve pages and API',
  options: () => [
    new Option('--port <port>', 'instead of BUILDBUTLER_PORT; 0 = any free one').argParser(parseWhole(0, 65_535)),
    new Option('--json', 'print address and set-up link as JSON'),
  ],
  examples: [
    ['on http://127.0.0.1:3000', 'buildbutler serve'],
    ['another port and data directory', 'BUILDBUTLER_DATA_DIR=/srv/buildbutler buildbutler serve --port 8080'],
  ],
  async run({ io, house }, { options }) {
    const { port } = options;
    const { version, dataDir } = house.settings();
    const server = await house.serve(port === undefined ? {} : { port });
    try {
      const { database } = server;
      const announcement = {
        title: `BuildButler ${version} is ready`,
        fields: [
          { title: 'Data', text: dataDir },
          ...(database === null ? [] : [{ title: 'Database', text: database }]),
        ],
        members: { dataDir, ...(database === null ? {} : { database }) },
      };
      await printRunning(io, server, { announcement, isJson: options.json });
      await untilQuit(io);
      await say(io, 'Stopping …');
    } finally {
      await server.close();
    }
    return undefined;
  },
};
