import { createProcessIo } from './cli/process-io.ts';
import { runCli } from './cli/program.ts';
import { processEnvironment } from './config/environment.ts';
import { readCliSettings } from './config/read-cli-settings.ts';
import { readConfig } from './config/read-config.ts';
import { createLocalHouse } from './local-house.ts';

const io = createProcessIo();
const house = createLocalHouse({
  settings: () => readCliSettings(processEnvironment()),
  config: (overrides) => readConfig(processEnvironment(), overrides),
  writeLog: (line) => void process.stderr.write(line),
  isLogForPerson: process.stderr.isTTY === true,
});
process.exitCode = await runCli(process.argv.slice(2), { io, house });
// What still holds the process (a socket kept alive, say) must not keep a finished command from ending.
setTimeout(() => process.exit(), 500).unref();
