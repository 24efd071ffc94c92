import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Accounts, ciBot, type Grants, type UserSpec } from './access.ts';
import type { Exchange } from './faults/exchange.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { type FakeRequest, readRequest } from './http/fake-request.ts';
import { type Identity, newSession } from './http/identity.ts';
import { jettyPage, unauthorizedPage } from './http/pages.ts';
import type { Reply } from './http/reply.ts';
import { tooLarge } from './http/size-limits.ts';
import { writeReply } from './http/write-reply.ts';
import { requestKind, rudeness } from './request-kind.ts';
import { answer } from './routes/answer.ts';
import type { StageSource } from './routes/route-context.ts';
import { Stats } from './stats.ts';
import { World } from './world.ts';

export interface FakeJenkinsOptions {
  /** What exists on the controller; an empty world by default. */
  readonly world?: World;
  /** 0 (the default) takes any free port of 127.0.0.1. */
  readonly port?: number;
  /** Context path as in `/jenkins`. */
  readonly prefix?: string;
  /** PEM key and certificate: the server speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** `ci-bot` with Overall/Read and Job/Read by default. */
  readonly users?: readonly UserSpec[];
  /** What somebody without credentials may do; nothing by default. */
  readonly anonymous?: Grants;
  /** Added to every answer. */
  readonly latencyMs?: number;
  /** Epoch milliseconds; the world's time by default. */
  readonly nowMs?: () => number;
  readonly version?: string;
  /** The configured root URL, which `url` fields use; what the request says by default. */
  readonly rootUrl?: string;
  /** Pipeline Graph View 661 and Stage View by default, as on the recorded controller. */
  readonly stageSources?: readonly StageSource[];
  /** Whether builds tell how long they waited (metrics plugin); they do by default. */
  readonly hasMetricsPlugin?: boolean;
}

const recordedVersion = '2.516.2';
const recordedStageSources: readonly StageSource[] = ['pipeline-overview', 'wfapi'];

/** Takes requests apart, asks the routes, lets faults strike and counts what it cost. */
export class FakeController {
  readonly stats = new Stats();
  readonly faults = new FaultPlan();
  readonly accounts: Accounts;
  readonly world: World;
  identity: Identity;
  readonly #options: FakeJenkinsOptions;
  readonly #stageSources: ReadonlySet<StageSource>;
  readonly #prefix: string;

  constructor(options: FakeJenkinsOptions) {
    this.#options = options;
    this.#prefix = options.prefix ?? '';
    this.world = options.world ?? new World();
    this.accounts = new Accounts(options.users ?? [ciBot], options.anonymous);
    this.identity = { version: options.version ?? recordedVersion, session: newSession() };
    this.#stageSources = new Set(options.stageSources ?? recordedStageSources);
  }

  readonly handle: RequestListener = (raw, response) => {
    this.stats.begin();
    response.on('error', () => undefined);
    this.#respond(raw, response)
      .catch(() => response.destroy())
      .finally(() => this.stats.end());
  };

  restart(): void {
    this.identity = { ...this.identity, session: newSession() };
    this.stats.records.evict();
  }

  async #respond(raw: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = tooLarge(raw) ?? this.#outsidePrefix(raw);
    if (refused !== null) {
      await writeReply(raw, response, refused);
      return;
    }
    const request = await readRequest(raw, this.#prefix);
    if (request === null) {
      await writeReply(raw, response, jettyPage(400, { message: 'Bad URI', uri: raw.url ?? '/' }));
      return;
    }
    if (this.#options.latencyMs !== undefined) await delay(this.#options.latencyMs);
    await this.#exchange(request, { raw, response });
  }

  #outsidePrefix({ url = '/' }: IncomingMessage): Reply | null {
    const path = url.split('?')[0] ?? '/';
    if (path === this.#prefix || path.startsWith(`${this.#prefix}/`)) return null;
    return jettyPage(404, { message: 'Not Found', uri: path, hasServlet: false });
  }

  async #exchange(request: FakeRequest, socket: { raw: IncomingMessage; response: ServerResponse }): Promise<void> {
    const { raw, response } = socket;
    let loads = { cold: 0, warm: 0 };
    const note = (status: number, bytes: { plainBytes: number; sentBytes: number }) =>
      this.stats.add({
        kind: requestKind(request),
        method: request.method,
        address: request.address,
        status,
        coldLoads: loads.cold,
        warmLoads: loads.warm,
        rudeness: rudeness(request),
        ...bytes,
      });
    const exchange: Exchange = {
      raw,
      response,
      request,
      identity: this.identity,
      reply: () => {
        const before = this.stats.loads;
        const reply = this.#answer(request, raw);
        const { cold, warm } = this.stats.loads;
        loads = { cold: cold - before.cold, warm: warm - before.warm };
        return reply;
      },
      send: async (reply) => note(reply.status, await writeReply(raw, response, reply)),
      gone: goneSignal(response),
    };
    const fault = this.faults.take(request);
    if (fault === null) await exchange.send(exchange.reply());
    else await fault(exchange).finally(() => response.writableEnded || note(0, { plainBytes: 0, sentBytes: 0 }));
  }

  #answer(request: FakeRequest, raw: IncomingMessage): Reply {
    const viewer = this.accounts.authenticate(request.headers.authorization);
    if (viewer === null) return unauthorizedPage(`/${request.segments.join('/')}`);
    const { world, identity, stats } = this;
    const nowMs = (this.#options.nowMs ?? world.nowMs)();
    const context = {
      world,
      identity,
      viewer,
      request,
      records: stats.records,
      nowMs,
      stageSources: this.#stageSources,
      asked: null,
      hasMetricsPlugin: this.#options.hasMetricsPlugin ?? true,
    };
    return answer({ ...context, rootUrl: this.#options.rootUrl ?? this.#echoedRoot(raw) });
  }

  /** Without a configured root URL Jenkins believes the request. */
  #echoedRoot({ headers }: IncomingMessage): string {
    const scheme = headers['x-forwarded-proto'] ?? (this.#options.tls === undefined ? 'http' : 'https');
    const host = headers['x-forwarded-host'] ?? headers.host ?? '127.0.0.1';
    return `${String(scheme)}://${String(host)}${this.#prefix}/`;
  }
}

function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}
