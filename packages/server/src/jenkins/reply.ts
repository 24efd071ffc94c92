import type { OutboundAnswer } from '../outbound/create-outbound.ts';
import { OutboundError } from '../outbound/failure.ts';
import { readHead, readText } from '../outbound/read-body.ts';
import { cancelled, type Miss, miss, missOfBody } from './miss.ts';
import { parseJson } from './parse-json.ts';
import { missOfAnswer } from './refusal.ts';

/** A body that counted as an answer of Jenkins, parsed. */
export interface Reply {
  readonly body: unknown;
  readonly version: string | null;
  readonly session: string | null;
  /** The controller's own time, from its `Date` header. */
  readonly serverTimeMs: number | null;
}

export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly miss: Miss };

/** Where an answer came from. */
export interface Asked {
  readonly baseUrl: string;
  /** Below the base URL, encoded, without the query. */
  readonly path: string;
  readonly nowMs: number;
  readonly signal?: AbortSignal | undefined;
}

const mostErrorPageBytes = 8 * 1024;

function hasType(answer: OutboundAnswer, type: RegExp): boolean {
  return type.test(answer.headers['content-type'] ?? '');
}

export function failed(miss: Miss): { readonly ok: false; readonly miss: Miss } {
  return { ok: false, miss };
}

async function refused({ status, headers, ...answer }: OutboundAnswer, asked: Asked): Promise<Attempt<never>> {
  const page = await readHead({ status, headers, ...answer }, mostErrorPageBytes);
  return failed(missOfAnswer({ ...asked, status, headers, page }));
}

function missOfError(error: unknown, { signal }: Asked): Miss {
  if (signal?.aborted === true) return cancelled;
  if (error instanceof OutboundError) return missOfBody(error.failure);
  return miss('internal', 'internal', { detail: error instanceof Error ? error.name : 'unknown' });
}

function toReply({ headers }: OutboundAnswer, body: unknown): Reply {
  const sentAtMs = Date.parse(headers.date ?? '');
  return {
    body,
    version: headers['x-jenkins'] ?? null,
    session: headers['x-jenkins-session'] ?? null,
    serverTimeMs: Number.isFinite(sentAtMs) ? sentAtMs : null,
  };
}

/** An answer is one with status 200, JSON, Jenkins' own header where Jenkins' API sends it, and a body that parses. */
export async function readReply(answer: OutboundAnswer, asked: Asked): Promise<Attempt<Reply>> {
  const isFromJenkins = 'x-jenkins' in answer.headers;
  const mustBear = asked.path.endsWith('/api/json');
  if (answer.status !== 200 || !hasType(answer, /^application\/json\b/i) || (mustBear && !isFromJenkins)) {
    return refused(answer, asked);
  }
  try {
    const body = await parseJson(await readText(answer));
    if (body !== undefined) return { ok: true, value: toReply(answer, body) };
    return failed(miss('broken', 'bad_data', { detail: 'no readable JSON', isFromJenkins }));
  } catch (error) {
    return failed(missOfError(error, asked));
  }
}

/** A plain-text answer, its body still to be read. */
export async function readStream(answer: OutboundAnswer, asked: Asked): Promise<Attempt<OutboundAnswer>> {
  if (answer.status === 200 && hasType(answer, /^text\/plain\b/i)) return { ok: true, value: answer };
  return refused(answer, asked);
}
