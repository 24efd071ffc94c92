import { type IncomingHttpHeaders, request } from 'node:http';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import type { FakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';

export interface Asked {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

export interface AskOptions {
  /** `name:secret`, or null for nobody. */
  readonly as?: string | null;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly form?: Record<string, string>;
}

export const basic = (nameAndSecret: string) => `Basic ${Buffer.from(nameAndSecret).toString('base64')}`;

/** One request on a connection of its own, sent exactly as written. */
export function ask(fake: FakeJenkins, path: string, options: AskOptions = {}): Promise<Asked> {
  const { as = `${ciBot.name}:${ciBot.token}`, method = 'GET', form } = options;
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const headers: Record<string, string> = {
    ...(as === null ? {} : { authorization: basic(as) }),
    ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    ...options.headers,
  };
  const prefix = new URL(fake.url).pathname.replace(/\/$/, '');
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: fake.port, path: prefix + path, method, headers, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const whole = Buffer.concat(chunks);
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: whole,
            text: whole.toString('utf8'),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The parsed JSON of a 200. */
export async function askJson<T = Record<string, unknown>>(
  fake: FakeJenkins,
  path: string,
  options?: AskOptions,
): Promise<T> {
  const { status, text } = await ask(fake, path, options);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text.slice(0, 200)}`);
  return JSON.parse(text) as T;
}
