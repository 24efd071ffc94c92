import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { probeConnection } from '../../src/jenkins/probe-connection.ts';
import { createAuthority, expiredValidity, selfSignedCertificate } from '../../testkit/certificates.ts';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';
import { startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { optionsFor, startRig } from './controller-rig.ts';

const clock = new ManualClock();

async function startTls(tls: { key: string; cert: string }) {
  const fake = await startFakeJenkins({ tls });
  onTestFinished(() => fake.close());
  fake.world.addJob('job');
  return fake;
}

test('tells who we are, how much is readable, and what is missing', async () => {
  const { fake, world } = await startRig();
  const pipe = world.addJob('team/pipe', { kind: 'pipeline' });
  world.addBuild(pipe, { stages: [] });
  const junit = world.addJob('team/deep/junit');
  world.addBuild(junit, { testCounts: { total: 3, failed: 1, skipped: 0 }, testReport: { suites: [] } });
  const report = await probeConnection(optionsFor(fake.url, clock));
  expect(report).toMatchObject({
    isOk: true,
    code: 'ok',
    cause: null,
    fix: null,
    jenkinsVersion: '2.516.2',
    authenticatedAs: 'ci-bot',
    jobsVisible: 2,
    isTlsVerified: true,
    suggestedUrl: null,
  });
  expect(report.latencyMs).toBeGreaterThanOrEqual(0);
  expect(report.rights.map(({ name, isGranted }) => [name, isGranted])).toEqual([
    ['Overall/Read', true],
    ['Job/Read', true],
    ['Stage data', true],
    ['Test reports', true],
    ['Queue', true],
    ['Agents', true],
  ]);
  expect(report.rights.every(({ effect }) => effect.length > 20)).toBe(true);
  const addresses = fake.stats.requests.map(({ address }) => decodeURIComponent(address));
  expect(addresses).toContain('/api/json?tree=jobs[name]');
  expect(fake.stats.rude).toEqual([]);
  expect(fake.stats.total).toBeLessThan(20);
});

test('a controller without stage plugins is named as such; what no build can tell stays open', async () => {
  const { fake, world } = await startRig({ stageSources: [] });
  world.addBuild(world.addJob('pipe', { kind: 'pipeline' }));
  const { rights } = await probeConnection(optionsFor(fake.url, clock));
  expect(rights.find(({ name }) => name === 'Stage data')?.isGranted).toBe(false);
  expect(rights.find(({ name }) => name === 'Test reports')?.isGranted).toBeNull();
});

test('401: a wrong token is asked for once only', async () => {
  const { fake } = await startRig();
  const report = await probeConnection(optionsFor(fake.url, clock, { connection: { token: 'wrong-secret' } }));
  expect(report).toMatchObject({ isOk: false, code: 'unauthorized', jobsVisible: null });
  expect(JSON.stringify(report)).not.toContain('wrong-secret');
  expect(fake.stats.total).toBe(1);
});

test('403: a user without Overall/Read, with the permission that Jenkins names', async () => {
  const { fake } = await startRig({ users: [{ ...ciBot, overallRead: false, jobRead: false }] });
  const report = await probeConnection(optionsFor(fake.url, clock));
  expect(report).toMatchObject({ isOk: false, code: 'forbidden', authenticatedAs: 'ci-bot' });
  expect(report.message).toContain('hudson.model.Hudson.Read');
  expect(report.rights[0]).toMatchObject({ name: 'Overall/Read', isGranted: false });
});

test('an empty job list is a warning', async () => {
  const { fake, world } = await startRig({ users: [{ ...ciBot, jobRead: false }] });
  world.addJob('hidden');
  const report = await probeConnection(optionsFor(fake.url, clock));
  expect(report).toMatchObject({ isOk: true, code: 'no_jobs_visible', jobsVisible: 0, jenkinsVersion: '2.516.2' });
  expect(report.fix).not.toBeNull();
  expect(report.rights.find(({ name }) => name === 'Queue')?.isGranted).toBe(true);
});

test('folders without jobs in them are a warning too', async () => {
  const { fake, world } = await startRig();
  world.addFolder('empty');
  expect(await probeConnection(optionsFor(fake.url, clock))).toMatchObject({ isOk: true, code: 'no_jobs_visible' });
});

test('no answer in time', async () => {
  const { fake } = await startRig();
  fake.faults.add(faults.silent);
  const report = await probeConnection(optionsFor(fake.url, clock, { mostAnswerMs: 100 }));
  expect(report).toMatchObject({ isOk: false, code: 'timeout' });
});

test('refused connection', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  await new Promise((resolve) => server.close(resolve));
  const report = await probeConnection(optionsFor(`http://127.0.0.1:${port}`, clock));
  expect(report).toMatchObject({ isOk: false, code: 'unreachable' });
});

test('unknown host', async () => {
  const report = await probeConnection(optionsFor('http://jenkins.invalid', clock));
  expect(report).toMatchObject({ isOk: false, code: 'dns' });
});

test('self-signed certificate, and one of a private authority', async () => {
  const authority = createAuthority();
  for (const tls of [selfSignedCertificate(), authority.issue()]) {
    const fake = await startTls(tls);
    const report = await probeConnection(optionsFor(fake.url, clock));
    expect(report).toMatchObject({ isOk: false, code: 'tls_untrusted', isTlsVerified: true });
    expect(report.fix).toContain('JENKINS_TLS_REJECT_UNAUTHORIZED');
    expect(fake.stats.total).toBe(0);
  }
});

test('certificate for another host', async () => {
  const authority = createAuthority();
  const fake = await startTls(authority.issue({ hosts: ['other.example'] }));
  const connection = { tlsMode: 'ca' as const, caCertificate: authority.cert };
  expect(await probeConnection(optionsFor(fake.url, clock, { connection }))).toMatchObject({ code: 'tls_hostname' });
});

test('expired certificate', async () => {
  const authority = createAuthority();
  const fake = await startTls(authority.issue(expiredValidity()));
  const connection = { tlsMode: 'ca' as const, caCertificate: authority.cert };
  expect(await probeConnection(optionsFor(fake.url, clock, { connection }))).toMatchObject({ code: 'tls_expired' });
});

test('a port that speaks no TLS', async () => {
  const { fake } = await startRig();
  const url = fake.url.replace('http:', 'https:');
  expect(await probeConnection(optionsFor(url, clock))).toMatchObject({ code: 'tls_protocol' });
});

test.each([
  ['login page', faults.loginForm, 'not_jenkins'],
  ['other web server', faults.otherWebServer, 'not_jenkins'],
  ['login redirect', faults.loginRedirect, 'redirect_refused'],
  ['redirect elsewhere', faults.redirect('https://other.example/whoAmI/api/json'), 'redirect_refused'],
  ['redirect loop', faults.redirectLoop, 'redirect_refused'],
  ['redirect to nowhere', faults.redirect('javascript:alert(1)'), 'redirect_refused'],
  ['start-up page', faults.starting, 'unavailable'],
  ['lost credentials', faults.lostCredentials, 'anonymous_session'],
  ['too many requests', faults.status(429, { retryAfter: '30' }), 'rate_limited'],
  ['bad gateway', faults.status(502), 'unreachable'],
  ['gateway timeout', faults.status(504), 'timeout'],
  ['error page', faults.oops, 'bad_data'],
  ['half an answer', faults.truncated(), 'bad_data'],
  ['cut connection', faults.cutBody(), 'bad_data'],
  ['reset connection', faults.connectionReset, 'unreachable'],
  ['endless answer', faults.endlessBody(), 'response_too_large'],
  ['gzip bomb', faults.gzipBomb(50_000_000), 'response_too_large'],
  ['broken gzip', faults.brokenGzip, 'bad_data'],
  ['deep nesting', faults.deepNesting(), 'bad_data'],
  ['nothing inside', faults.emptyObject, 'bad_data'],
])('%s', async (_name, fault, code) => {
  const { fake } = await startRig();
  fake.faults.add(fault);
  const report = await probeConnection(optionsFor(fake.url, clock));
  expect(report).toMatchObject({ isOk: false, code, suggestedUrl: null });
  expect(report.message).not.toBe('');
  expect(report.cause).not.toBeNull();
  expect(report.fix).not.toBeNull();
});

test('a redirect that only corrects the address names the corrected one', async () => {
  const { fake } = await startRig();
  for (const base of ['https://127.0.0.1', 'http://127.0.0.1:8080', `${fake.url}/jenkins`]) {
    const redirected = fake.faults.add(faults.redirect(`${base}/whoAmI/api/json?tree=name`, 301));
    const report = await probeConnection(optionsFor(fake.url, clock));
    expect(report).toMatchObject({ isOk: false, code: 'redirect_refused', suggestedUrl: base });
    redirected.remove();
  }
  expect(fake.stats.total).toBe(3);
});

test('a proxy that drops the header makes us anonymous, where anonymous may read as well', async () => {
  const { fake } = await startRig({ anonymous: { overallRead: true, jobRead: true } });
  fake.world.addJob('job');
  const connection = { username: '', token: '' };
  const anonymous = faults.memberBecomes('anonymous', true);
  fake.faults.add(anonymous);
  expect(await probeConnection(optionsFor(fake.url, clock))).toMatchObject({ isOk: false, code: 'anonymous_session' });
  fake.faults.clear();
  expect(await probeConnection(optionsFor(fake.url, clock, { connection }))).toMatchObject({ isOk: false });
});

test('a wrong prefix is no Jenkins at this path', async () => {
  const { fake } = await startRig({ prefix: '/jenkins' });
  fake.world.addJob('job');
  const report = await probeConnection(optionsFor(fake.url.replace('/jenkins', ''), clock));
  expect(report).toMatchObject({ isOk: false, code: 'not_found' });
  expect(await probeConnection(optionsFor(fake.url, clock))).toMatchObject({ isOk: true, jobsVisible: 1 });
});

test('an address that our own rules forbid', async () => {
  const { fake } = await startRig();
  const addressRules = { isListeningOnLoopback: false, allow: [] };
  expect(await probeConnection(optionsFor(fake.url, clock, { addressRules }))).toMatchObject({
    code: 'address_denied',
  });
  expect(fake.stats.total).toBe(0);
});

test('a token that cannot be opened', async () => {
  const { fake } = await startRig();
  const report = await probeConnection(optionsFor(fake.url, clock, { connection: { token: null } }));
  expect(report).toMatchObject({ isOk: false, code: 'secret_unreadable' });
  expect(fake.stats.total).toBe(0);
});

test('slow optional parts do not spoil what is certain', async () => {
  const { fake } = await startRig();
  fake.world.addJob('job');
  fake.faults.add(faults.silent, { match: /^\/(computer|queue)\// });
  const report = await probeConnection(optionsFor(fake.url, clock, { mostAnswerMs: 200 }));
  expect(report).toMatchObject({ isOk: true, code: 'ok', jobsVisible: 1 });
  expect(report.rights.find(({ name }) => name === 'Agents')?.isGranted).toBeNull();
});

test('gives up when the person goes away', async () => {
  const { fake } = await startRig();
  const gone = new AbortController();
  fake.faults.add(async (exchange) => {
    gone.abort();
    await faults.silent(exchange);
  });
  expect(await probeConnection(optionsFor(fake.url, clock), gone.signal)).toMatchObject({ isOk: false });
});
