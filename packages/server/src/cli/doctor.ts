import { ApiError, type Client, type Connection, routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { cleanText } from './clean-text.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext, Finding } from './house.ts';
import type { Sink } from './io.ts';
import { printJson } from './table.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from './verb.ts';

interface DoctorOptions extends PrintOptions {
  readonly recount?: boolean;
}

function sentenceOf(error: unknown): Pick<Finding, 'message' | 'fix'> {
  if (error instanceof CliError)
    return { message: error.message, ...(error.fix === undefined ? {} : { fix: error.fix }) };
  if (error instanceof ApiError || error instanceof AppError) return { message: error.message };
  throw error;
}

function connectionFinding({ name, status, state, lastError, tlsVerified }: Connection): Finding {
  const title = `connection ${name}`;
  if (lastError !== null && state !== 'active' && state !== 'importing' && state !== 'paused') {
    return { name: title, state: 'failed', message: `${status}: ${lastError.message}`, fix: lastError.fix };
  }
  if (!tlsVerified) {
    return {
      name: title,
      state: 'warning',
      message: `${status}; certificates are not checked`,
      fix: 'Give it the certificate of your authority: `buildbutler connections edit <connection> --ca-file ca.pem`.',
    };
  }
  return { name: title, state: 'ok', message: status };
}

/** What the server says of itself: a full disk or a locked key shows in no list. */
async function readinessFindings(client: Client): Promise<readonly Finding[]> {
  const name = 'readiness';
  try {
    const { reasons } = await client.call(routes.getReadiness, {});
    return reasons.map((message) => ({ name, state: 'warning', message }));
  } catch (error) {
    return [{ name, state: 'failed', ...sentenceOf(error) }];
  }
}

/** Asks the API that all other commands would ask. */
async function askServer(context: CommandContext, options: PrintOptions): Promise<readonly Finding[]> {
  try {
    return await withServer(context, options, async ({ client, hasPeers, server }) => {
      const { data } = await client.call(routes.listConnections, {});
      const answers: Finding =
        server === null
          ? {
              name: 'server',
              state: 'warning',
              message: hasPeers
                ? 'none runs on this machine; others may on the same database'
                : 'none runs on this machine, so nothing is collected',
              fix: 'Start it with `buildbutler serve`.',
            }
          : { name: 'server', state: 'ok', message: `answers at ${server}` };
      return [answers, ...(await readinessFindings(client)), ...data.map(connectionFinding)];
    });
  } catch (error) {
    return [{ name: 'server', state: 'failed', ...sentenceOf(error) }];
  }
}

const marks = { ok: '✓', warning: '!', failed: '✗', skipped: '-' } as const;
const colorNames = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'dim' } as const;

function toLine({ name, state, message, fix }: Finding, { isTty, colors }: Sink): string {
  if (!isTty) return `${[name, state, message, fix ?? ''].map(cleanText).join('\t')}\n`;
  const line = `${colors[colorNames[state]](marks[state])} ${cleanText(`${name}: ${message}`)}\n`;
  return fix === undefined ? line : `${line}    ${cleanText(fix)}\n`;
}

export const doctor: Verb<DoctorOptions> = {
  usage: 'doctor',
  summary: 'Look for what is wrong: store, key, server, connections; exit code 1 when something is',
  options: () => [
    new Option('--recount', 'also count all figures of the store again from its builds, and say what differs'),
    ...serverOptions(),
  ],
  examples: [
    ['look at everything', 'buildbutler doctor'],
    ['whether every figure is true, beside a running server too', 'buildbutler doctor --recount'],
    ['only what failed', "buildbutler doctor | awk -F'\\t' '$2 == \"failed\"'"],
  ],
  async run(context, { options }) {
    const { io, house } = context;
    const recounted = options.recount ? await house.recount() : [];
    const findings = [...(await house.inspect()), ...(await askServer(context, options)), ...recounted];
    if (options.json) await printJson(findings, io.out);
    else await io.out.write(findings.map((finding) => toLine(finding, io.out)).join(''));
    return findings.some(({ state }) => state === 'failed') ? 'failed' : undefined;
  },
};
