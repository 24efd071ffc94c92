import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionInput, connectionInputSchema } from '@buildbutler/contract';
import type { Outcome } from '../../src/core/connection.ts';
import type { ConnectionTestReport } from '../../src/core/connection-test.ts';
import type { Principal, Role } from '../../src/core/principal.ts';
import type { LogStream } from '../../src/jenkins/controller.ts';
import type { ConnectionAccess, OperationContext } from '../../src/operations/context.ts';
import { createPasswords } from '../../src/operations/create-passwords.ts';
import { createHookGate } from '../../src/operations/hook-gate.ts';
import { openSecrets } from '../../src/operations/open-secrets.ts';
import { createSetupToken } from '../../src/operations/setup-token.ts';
import { createSignInThrottle } from '../../src/operations/sign-in-throttle.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { insertUser } from '../../src/storage/user-repository.ts';
import type { CollectorHint } from '../../src/sync/collector.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { makePlace } from '../storage/back-end-of-run.ts';

export const plainToken = '11a2b3c4d5e6f708192a3b4c5d6e7f8091';
export const password = 'correct horse battery staple';

export const okReport: ConnectionTestReport = {
  isOk: true,
  code: 'ok',
  message: 'The connection works.',
  cause: null,
  fix: null,
  jenkinsVersion: '2.516.2',
  authenticatedAs: 'ci-bot',
  jobsVisible: 12,
  latencyMs: 41.7,
  isTlsVerified: true,
  suggestedUrl: null,
  rights: [{ name: 'Job/Read', isGranted: true, effect: 'Jobs and builds.' }],
};

/** A controller that says what the test wants it to, and remembers how it was asked. */
export class ScriptedControllers {
  readonly tested: ConnectionAccess[] = [];
  readonly logsOf: { access: ConnectionAccess; path: readonly string[]; number: number; capBytes: number }[] = [];
  report: ConnectionTestReport = okReport;
  logOutcome: Outcome<LogStream> = { ok: true, value: logOf('all is well\n') };

  readonly controllers: OperationContext['controllers'] = {
    test: async (access) => {
      this.tested.push(access);
      return this.report;
    },
    log: async (access, { path, number }, { capBytes }) => {
      this.logsOf.push({ access, path, number, capBytes });
      return this.logOutcome;
    },
  };
}

export function logOf(text: string, isTruncated = false): LogStream {
  return {
    chunks: (async function* () {
      yield text;
    })(),
    isTruncated: () => isTruncated,
    problem: () => null,
  };
}

/** A valid body of `POST /connections`. */
export function connectionInput(part: Partial<ConnectionInput> = {}): ConnectionInput {
  return connectionInputSchema.parse({
    name: 'Production',
    url: 'https://jenkins.example.com',
    username: 'ci-bot',
    token: plainToken,
    ...part,
  });
}

export const local: Principal = { kind: 'local' };
export const anonymous: Principal = { kind: 'anonymous' };
export const asUser = (role: Role, userId = 1): Principal => ({ kind: 'user', userId, username: role, role });

/** Everything operations need, on a real store in a folder of its own. */
export async function openHouse({ keyFile }: { keyFile?: string } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'buildbutler-operations-'));
  const observed = await makePlace(join(dataDir, 'buildbutler.db'));
  const clock = new ManualClock();
  const store = openStore({ ...observed.place, role: 'api' });
  const secretsInput = { keyFile: keyFile ?? join(dataDir, 'secret.key'), isKeyFileGiven: keyFile !== undefined };
  const { box: secrets, warning } = await openSecrets({ store }, secretsInput);
  const scripted = new ScriptedControllers();
  const nudged: number[] = [];
  const hinted: (readonly [number, CollectorHint])[] = [];
  const changes: string[][] = [];
  const base = {
    store,
    clock,
    secrets,
    passwords: createPasswords(),
    signInThrottle: createSignInThrottle(clock),
    setupToken: createSetupToken({ dataDir, clock }),
    hookGate: createHookGate(clock),
    controllers: scripted.controllers,
    publicUrl: null,
    verifiesTlsByDefault: true,
    syncIntervalMs: 30_000,
    async connectionsChanged() {
      // Another handle sees only what is committed.
      const names = await observed.rows('select name from connection where deleted_at_ms is null order by id');
      changes.push(names.map(({ name }) => String(name)));
    },
    async nudge(id: number) {
      nudged.push(id);
    },
    async hint(id: number, hint: CollectorHint) {
      hinted.push([id, hint]);
    },
  };
  const as = (principal: Principal, part: Partial<OperationContext> = {}): OperationContext => ({
    ...base,
    remoteAddress: '192.0.2.7',
    principal,
    ...part,
  });
  return {
    dataDir,
    observed,
    keyFile: secretsInput.keyFile,
    clock,
    store,
    warning,
    scripted,
    nudged,
    hinted,
    changes,
    as,
    ctx: as(local),
    /** A user with the shared test password. */
    async addUser(username: string, role: Role) {
      const password_hash = await base.passwords.hash(password);
      return store.transaction((tx) => insertUser(tx, { username, role, password_hash, created_at_ms: clock.nowMs() }));
    },
    rows: (sql: string) => observed.rows(sql),
    audit: () => observed.rows('select actor, action, subject, detail from audit_entry order by id'),
    async close() {
      await store.close();
      await observed.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;
