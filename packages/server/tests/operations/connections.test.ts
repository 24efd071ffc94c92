import { connectionSchema, connectionTestSchema } from '@buildbutler/contract';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../src/core/app-error.ts';
import type { ConnectionCode, ConnectionState } from '../../src/core/connection.ts';
import { connectionStatus } from '../../src/core/connection-status.ts';
import { createConnection } from '../../src/operations/create-connection.ts';
import { getConnection } from '../../src/operations/get-connection.ts';
import { listConnections } from '../../src/operations/list-connections.ts';
import { loadConnectionSettings } from '../../src/operations/load-connection-settings.ts';
import { normaliseUrl } from '../../src/operations/normalise-url.ts';
import { pauseConnection } from '../../src/operations/pause-connection.ts';
import { resumeConnection } from '../../src/operations/resume-connection.ts';
import { syncConnection } from '../../src/operations/sync-connection.ts';
import { testConnection } from '../../src/operations/test-connection.ts';
import { testUnsavedConnection } from '../../src/operations/test-unsaved-connection.ts';
import { updateConnection } from '../../src/operations/update-connection.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { selfSignedCertificate } from '../../testkit/certificates.ts';
import { sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { caCertificate, privateKey } from './certificate.ts';
import { asUser, connectionInput, type House, okReport, openHouse, plainToken } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

async function faultOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => new Error('it went through'),
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw error;
}

test('a new connection is on disk before anybody hears of it, sealed, with an audit line', async () => {
  const admin = house.as(asUser('admin'));
  const created = await createConnection(admin, connectionInput({ url: 'HTTPS://Jenkins.Example.com:443/ci//' }));

  expect(connectionSchema.parse(created)).toEqual(created);
  expect(created).toMatchObject({
    id: 1,
    name: 'Production',
    url: 'https://jenkins.example.com/ci',
    hasToken: true,
    tlsVerified: true,
    state: 'importing',
    status: 'Importing',
    builds: { known: 0, expected: 0, open: 0, lost: 0 },
    progress: { done: 0, total: 0, phase: 'waiting', etaSeconds: null },
  });
  expect(house.changes).toEqual([['Production']]);
  expect((await house.rows('select token_sealed from connection'))[0]?.token_sealed).toMatch(
    /^bb1\.[0-9a-f]{16}\.[\w-]+\.[\w-]+$/,
  );
  expect(await house.audit()).toEqual([
    {
      actor: 'admin',
      action: 'connection.created',
      subject: 'connection 1 (Production)',
      detail: 'https://jenkins.example.com/ci as ci-bot',
    },
  ]);
  expect(await loadConnectionSettings(admin)).toEqual([
    {
      id: 1,
      name: 'Production',
      baseUrl: 'https://jenkins.example.com/ci',
      username: 'ci-bot',
      token: plainToken,
      tlsMode: 'default',
      caCertificate: null,
      syncIntervalMs: null,
      historyDays: 90,
      historyBuilds: 5000,
      includeJobs: [],
      excludeJobs: [],
      pace: 'normal',
      isPaused: false,
    },
  ]);
});

test('ids count up from one, whatever was refused in between, and the list keeps their order', async () => {
  await createConnection(house.ctx, connectionInput());
  await faultOf(createConnection(house.ctx, connectionInput()));
  const staging = await createConnection(house.ctx, connectionInput({ name: 'Staging', url: 'http://stg:8080/' }));
  expect(staging).toMatchObject({ id: 2, url: 'http://stg:8080' });
  const { data } = await listConnections(house.as(asUser('viewer')));
  expect(data.map(({ id, name }) => [id, name])).toEqual([
    [1, 'Production'],
    [2, 'Staging'],
  ]);
});

test.each(['production', 'PRODUCTION', 'Ｐroduction'])('the name %s is taken', async (name) => {
  await createConnection(house.ctx, connectionInput());
  const fault = await faultOf(createConnection(house.ctx, connectionInput({ name })));
  expect(fault).toMatchObject({ code: 'conflict', details: [{ path: 'name' }] });
  expect(house.changes).toHaveLength(1);
});

test('names beyond ASCII are compared ignoring case too', async () => {
  await createConnection(house.ctx, connectionInput({ name: 'Bücher' }));
  expect((await faultOf(createConnection(house.ctx, connectionInput({ name: 'BÜCHER' })))).code).toBe('conflict');
});

test.each([
  ['https://ci.example.com', 'https://ci.example.com'],
  ['https://ci.example.com/', 'https://ci.example.com'],
  ['https://CI.Example.COM:443/Jenkins/', 'https://ci.example.com/Jenkins'],
  ['http://ci:80//a///b//', 'http://ci/a/b'],
  ['http://ci:443', 'http://ci:443'],
  ['http://[::1]:8080/', 'http://[::1]:8080'],
])('%s is kept as %s', (given, kept) => {
  expect(normaliseUrl(given)).toBe(kept);
});

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.webUrl(), (url) => normaliseUrl(normaliseUrl(url)) === normaliseUrl(url)),
    { numRuns: 200 },
  );
});

test('changing URL, user name, TLS mode or CA certificate needs the token again; nothing is stored without it', async () => {
  await createConnection(house.ctx, connectionInput());
  const changes = [{ url: 'https://evil.example' }, { username: 'other' }, { tlsMode: 'insecure' as const }];
  for (const change of changes) {
    const fault = await faultOf(updateConnection(house.ctx, { id: 1, change }));
    expect(fault).toMatchObject({ code: 'unprocessable', details: [{ path: 'token' }] });
  }
  expect(
    (await faultOf(updateConnection(house.ctx, { id: 1, change: { url: 'http://a', username: 'b' } }))).message,
  ).toBe('Enter the API token again, because the URL and the user name changed.');
  expect(await getConnection(house.ctx, { id: 1 })).toMatchObject({
    url: 'https://jenkins.example.com',
    tlsMode: 'default',
  });
  expect(house.changes).toHaveLength(1);

  const moved = await updateConnection(house.ctx, {
    id: 1,
    change: { url: 'https://new.example', token: 'another-token' },
  });
  expect(moved.url).toBe('https://new.example');
  expect((await loadConnectionSettings(house.ctx))[0]?.token).toBe('another-token');
  expect((await house.audit()).at(-1)).toMatchObject({
    action: 'connection.updated',
    detail: 'changed url, token',
  });
});

test('another authority needs the token again, the same one does not', async () => {
  await createConnection(house.ctx, connectionInput({ tlsMode: 'ca', caCertificate }));
  const another = selfSignedCertificate({ hosts: ['jenkins.example.com'] }).cert;
  const fault = await faultOf(updateConnection(house.ctx, { id: 1, change: { caCertificate: another } }));
  expect(fault.message).toBe('Enter the API token again, because the CA certificate changed.');
  const same = await updateConnection(house.ctx, { id: 1, change: { caCertificate, pace: 'fast' } });
  expect(same).toMatchObject({ pace: 'fast' });
});

test('other members change without the token, absent ones stay', async () => {
  await createConnection(house.ctx, connectionInput({ includeJobs: ['team/**'] }));
  const changed = await updateConnection(house.ctx, {
    id: 1,
    change: { name: 'Main', url: 'https://jenkins.example.com/', syncIntervalSeconds: 5, paused: true, pace: 'gentle' },
  });
  expect(changed).toMatchObject({
    name: 'Main',
    syncIntervalSeconds: 5,
    paused: true,
    status: 'Paused',
    pace: 'gentle',
    includeJobs: ['team/**'],
  });
  expect((await loadConnectionSettings(house.ctx))[0]).toMatchObject({ token: plainToken, syncIntervalMs: 5000 });
});

test('a change that changes nothing disturbs nobody', async () => {
  await createConnection(house.ctx, connectionInput());
  await updateConnection(house.ctx, { id: 1, change: { name: 'Production' } });
  expect(house.changes).toHaveLength(1);
  expect(await house.audit()).toHaveLength(1);
});

test('a connection may be renamed to its own name in other letters, not to that of another', async () => {
  await createConnection(house.ctx, connectionInput());
  await createConnection(house.ctx, connectionInput({ name: 'Staging', url: 'https://stg' }));
  expect((await updateConnection(house.ctx, { id: 1, change: { name: 'PRODUCTION' } })).name).toBe('PRODUCTION');
  expect((await faultOf(updateConnection(house.ctx, { id: 1, change: { name: 'staging' } }))).code).toBe('conflict');
});

test('the TLS mode "ca" needs a certificate that can be read', async () => {
  const create = (pem: string | null) =>
    createConnection(house.ctx, connectionInput({ tlsMode: 'ca', caCertificate: pem }));
  for (const [pem, words] of [
    [null, /needs the certificate/],
    ['   ', /needs the certificate/],
    ['hello', /not a PEM certificate/],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /cannot be read/],
    [`${caCertificate}${caCertificate.replace('MII', 'AAA')}`, /Certificate 2 of 2 cannot be read/],
    [`${caCertificate}\n${privateKey}`, /private key/],
  ] as const) {
    const fault = await faultOf(create(pem));
    expect(fault).toMatchObject({ code: 'unprocessable', details: [{ path: 'caCertificate' }] });
    expect(fault.message).toMatch(words);
  }
  const created = await create(`Issued by us\r\n${caCertificate.replaceAll('\n', '\r\n')}`);
  expect(created).toMatchObject({ tlsMode: 'ca', tlsVerified: true });
  expect(created.caCertificate).not.toContain('Issued by us');
});

test('a private key is never kept, whatever the TLS mode', async () => {
  const fault = await faultOf(createConnection(house.ctx, connectionInput({ caCertificate: privateKey })));
  expect(fault.code).toBe('unprocessable');
});

test.each(['team/[abc', 'a{b', '+(a', '\\'])('the glob %s is refused with its place', async (glob) => {
  const fault = await faultOf(createConnection(house.ctx, connectionInput({ excludeJobs: ['fine/**', glob] })));
  expect(fault).toMatchObject({ code: 'unprocessable', details: [{ path: 'excludeJobs.1' }] });
});

test('explicit TLS modes win over the server-wide setting', async () => {
  const unverified = house.as(asUser('admin'), { verifiesTlsByDefault: false });
  await createConnection(unverified, connectionInput());
  await createConnection(unverified, connectionInput({ name: 'b', url: 'https://b', tlsMode: 'ca', caCertificate }));
  await createConnection(unverified, connectionInput({ name: 'c', url: 'https://c', tlsMode: 'insecure' }));
  const verified = async (ctx: typeof unverified) => (await listConnections(ctx)).data.map((one) => one.tlsVerified);
  expect(await verified(unverified)).toEqual([false, true, false]);
  expect(await verified(house.ctx)).toEqual([true, true, false]);
});

test('pause, resume and sync', async () => {
  await createConnection(house.ctx, connectionInput());
  expect(await pauseConnection(house.ctx, { id: 1 })).toMatchObject({ paused: true, state: 'paused' });
  await pauseConnection(house.ctx, { id: 1 });
  expect(await faultOf(syncConnection(house.ctx, { id: 1 }))).toMatchObject({ code: 'conflict' });
  expect(house.nudged).toEqual([]);
  expect(await resumeConnection(house.ctx, { id: 1 })).toMatchObject({ paused: false, state: 'importing' });
  await syncConnection(house.ctx, { id: 1 });
  expect(house.nudged).toEqual([1, 1]);
  expect(house.changes).toHaveLength(3);
  expect((await house.audit()).map(({ action }) => action)).toEqual([
    'connection.created',
    'connection.paused',
    'connection.resumed',
    'connection.sync_requested',
  ]);
});

test('what is not there is not found', async () => {
  const calls = [getConnection, pauseConnection, resumeConnection, syncConnection, testConnection];
  for (const call of calls) expect((await faultOf(call(house.ctx, { id: 7 }))).code).toBe('not_found');
  expect((await faultOf(updateConnection(house.ctx, { id: 7, change: {} }))).code).toBe('not_found');
  expect(await house.audit()).toEqual([]);
});

test('a form is tried as it stands, a saved connection with its opened token', async () => {
  const unsaved = await testUnsavedConnection(house.ctx, {
    ...connectionInput({ url: 'https://a/' }),
    name: undefined,
  });
  expect(connectionTestSchema.parse(unsaved)).toEqual(unsaved);
  expect(unsaved).toMatchObject({ ok: true, code: 'ok', latencyMs: 42, rights: [{ name: 'Job/Read', granted: true }] });
  await createConnection(house.ctx, connectionInput({ url: 'https://b/' }));
  house.scripted.report = { ...okReport, isOk: false, code: 'unauthorized' };
  expect(await testConnection(house.ctx, { id: 1 })).toMatchObject({ ok: false, code: 'unauthorized' });
  expect(house.scripted.tested).toEqual([
    {
      baseUrl: 'https://a',
      username: 'ci-bot',
      token: plainToken,
      tlsMode: 'default',
      caCertificate: null,
      pace: 'normal',
    },
    {
      baseUrl: 'https://b',
      username: 'ci-bot',
      token: plainToken,
      tlsMode: 'default',
      caCertificate: null,
      pace: 'normal',
    },
  ]);
  expect((await house.audit()).filter(({ action }) => action === 'connection.tested')).toHaveLength(2);
});

test('counts and state come from what was collected', async () => {
  await createConnection(house.ctx, connectionInput());
  const atMs = Date.UTC(2026, 2, 10, 12);
  await createCollectionStore(house.store).recordStep(
    sampleStep({
      newJobs: [sampleJob('a', { nextBuildNumber: 4 }), sampleJob('b', { nextBuildNumber: 1 })],
      builds: [{ jobId: { newJob: 0 }, build: sampleBuild({ number: 3, startedAtMs: atMs }) }],
      state: {
        phase: 'done',
        lastSuccessAtMs: atMs,
        jenkinsVersion: '2.516.2',
        lastProblem: { code: 'forbidden', message: 'm', cause: 'c', fix: 'f', atMs },
      },
    }),
  );
  expect(await getConnection(house.ctx, { id: 1 })).toMatchObject({
    jobs: 2,
    builds: { expected: 3 },
    newestBuildAt: '2026-03-10T12:00:00.000Z',
    lastSuccessAt: '2026-03-10T12:00:00.000Z',
    status: 'Forbidden',
    lastError: { code: 'forbidden', message: 'm', cause: 'c', fix: 'f', at: '2026-03-10T12:00:00.000Z' },
  });
});

const words: Record<ConnectionCode, string> = {
  unauthorized: 'Unauthorized',
  anonymous_session: 'Unauthorized',
  forbidden: 'Forbidden',
  no_jobs_visible: 'Active',
  timeout: 'Unreachable',
  unreachable: 'Unreachable',
  dns: 'Unreachable',
  tls_untrusted: 'TLS error',
  tls_hostname: 'TLS error',
  tls_expired: 'TLS error',
  tls_protocol: 'TLS error',
  not_jenkins: 'Not Jenkins',
  redirect_refused: 'Not Jenkins',
  not_found: 'Not Jenkins',
  unavailable: 'Starting',
  rate_limited: 'Failed',
  response_too_large: 'Failed',
  bad_data: 'Failed',
  address_denied: 'Failed',
  secret_unreadable: 'Failed',
  internal: 'Failed',
};

test.each(Object.entries(words))('%s reads %s, unless paused', (code, status) => {
  const lastProblem: ConnectionState['lastProblem'] = {
    code: code as ConnectionCode,
    message: '',
    cause: '',
    fix: '',
    atMs: 0,
  };
  expect(connectionStatus(false, { lastProblem, phase: 'done' }).status).toBe(status);
  expect(connectionStatus(true, { lastProblem, phase: 'done' }).status).toBe('Paused');
});
