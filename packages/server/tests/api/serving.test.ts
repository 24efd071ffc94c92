import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { routes } from '@buildbutler/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminName, adminPassword, startTestApp, type TestApp } from '../../testkit/start-test-app.ts';

const page = '<!doctype html><title>BuildButler</title><div id="root"></div>';
const navigation = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('a browser', () => {
  let house: TestApp;
  let webDir: string;
  const get = (path: string, headers: Record<string, string> = {}) => fetch(house.url + path, { headers });

  beforeAll(async () => {
    webDir = await mkdtemp(join(tmpdir(), 'buildbutler-web-'));
    await mkdir(join(webDir, 'assets'));
    await writeFile(join(webDir, 'index.html'), page);
    await writeFile(join(webDir, 'assets/index-abc123.js'), `export const x = "${'x'.repeat(5000)}";`);
    await writeFile(join(webDir, '.built'), '');
    house = await startTestApp({ webDir });
  });
  afterAll(async () => {
    await house.stop();
    await rm(webDir, { recursive: true });
  });

  test('is held to a strict policy on every answer, errors and files included', async () => {
    for (const path of ['/', '/assets/index-abc123.js', '/api/v1/setup', '/api/v1/nothing', '/healthz']) {
      const { headers } = await get(path, navigation);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, path).toMatch(/^default-src 'none';script-src 'self';style-src 'self';/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('gets the page for every address it navigates to, never stale', async () => {
    for (const path of [
      '/',
      '/builds',
      '/jobs/j_1?range=7d',
      '/settings/connections/new',
      '/api/docs',
      '/api/docs?x=1',
    ]) {
      const answer = await get(path, navigation);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(await answer.text()).toBe(page);
    }
  });

  test('keeps hashed files for a year, compressed', async () => {
    const answer = await get('/assets/index-abc123.js');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-type')).toMatch(/^(text|application)\/javascript; charset=utf-8$/);
    expect(answer.headers.get('content-encoding')).toBe('gzip');
  });

  test('gets no page in place of a missing file, hidden file, or anything outside the folder', async () => {
    const asked = [
      '/assets/index-old.js',
      '/.built',
      '/assets/..%2f..%2fpackage.json',
      '/..%5cserver.json',
      '/%2e%2e/x',
    ];
    for (const path of asked) {
      const answer = await get(path);
      expect([400, 403, 404], path).toContain(answer.status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect((await fetch(`${house.url}/builds`, { method: 'POST', headers: navigation })).status).toBe(404);
  });
});

describe('without the built pages', () => {
  test('a browser is told so in a sentence', async () => {
    const house = await startTestApp({ webDir: '/nonexistent' });
    try {
      const answer = await fetch(house.url, { headers: navigation });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
      expect(await answer.text()).toContain('npm run build');
      expect((await fetch(`${house.url}/api/v1/setup`)).status).toBe(200);
    } finally {
      await house.stop();
    }
  });
});

describe('a program', () => {
  let house: TestApp;
  beforeAll(async () => {
    house = await startTestApp({ rateLimits: { perCaller: 5, perAddress: 30 } });
  });
  afterAll(() => house.stop());

  test('sees whether the process lives and is ready', async () => {
    expect(await house.client().call(routes.getHealth, {})).toEqual({ status: 'ok' });
    expect(await house.client().call(routes.getReadiness, {})).toEqual({ ready: true, reasons: [] });
  });

  test('reads figures in the format of Prometheus', async () => {
    await house.client().call(routes.getHealth, {});
    const text = await house.client().call(routes.getProcessFigures, {});
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [\d.e+-]+)$/);
    }
    expect(text).toMatch(/^buildbutler_http_answers_total\{status="2xx"\} [1-9]/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d{7,}/m);
  });

  test('reads the whole API as OpenAPI', async () => {
    const document = (await house.client().call(routes.getOpenApi, {})) as { openapi: string; paths: object };
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths).flatMap(
      (path) => Object.values(path) as { operationId: string }[],
    );
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
  });

  test('gets large answers compressed when it can read that', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const answer = await house.app.fetch('/api/v1/openapi.json', { headers });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()).toContain('"openapi":"3.1.0"');
  });

  test('is told how many requests are left, and stopped beyond; others go on', async () => {
    const [first, second] = [await house.createToken(['read:jobs']), await house.createToken(['read:jobs'])];
    const ask = (token: string) => fetch(`${house.url}/api/v1/jobs`, { headers: { authorization: `Bearer ${token}` } });
    const left: (string | null)[] = [];
    for (let count = 0; count < 5; count += 1) left.push((await ask(first)).headers.get('ratelimit-remaining'));
    expect(left).toEqual(['4', '3', '2', '1', '0']);
    const refused = await ask(first);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(second)).headers.get('ratelimit-limit')).toBe('5');
  });

  test('cannot escape its limit by showing tokens that are none', async () => {
    const statuses = new Set<number>();
    for (let count = 0; count < 40; count += 1) {
      const headers = { authorization: `Bearer bb_live_${count}` };
      statuses.add((await fetch(`${house.url}/api/v1/jobs`, { headers })).status);
    }
    expect(statuses.has(429)).toBe(true);
  });

  test('cannot escape its limit by the many addresses of one IPv6 network', async () => {
    const trusting = await startTestApp({
      config: { trustedProxies: ['127.0.0.1'] },
      rateLimits: { perCaller: 5, perAddress: 2 },
    });
    const ask = async (address: string) =>
      (await fetch(`${trusting.url}/api/v1/setup`, { headers: { 'x-forwarded-for': address } })).status;
    try {
      expect([await ask('2001:db8:0:1::1'), await ask('2001:db8:0:1::2')]).toEqual([200, 200]);
      expect([await ask('2001:db8:0:1::3'), await ask('2001:db8:0:2::1')]).toEqual([429, 200]);
    } finally {
      await trusting.stop();
    }
  });
});

describe('behind a proxy', () => {
  const signIn = async (house: TestApp, headers: Record<string, string>) => {
    const answer = await fetch(house.url + routes.signIn.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ username: adminName, password: adminPassword }),
    });
    return answer.headers.getSetCookie()[0] ?? '';
  };
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };

  test('that is trusted, the cookie is for https alone and the log has the client', async () => {
    const house = await startTestApp({ config: { trustedProxies: ['127.0.0.0/8'] } });
    try {
      await house.createAdministrator();
      expect(await signIn(house, forwarded)).toContain('Secure');
      expect(house.logLines.some(({ address }) => address === '203.0.113.9')).toBe(true);
    } finally {
      await house.stop();
    }
  });

  test('that nobody named, its headers count for nothing', async () => {
    const house = await startTestApp();
    try {
      await house.createAdministrator();
      expect(await signIn(house, forwarded)).not.toContain('Secure');
      expect(house.logLines.some(({ address }) => address === '203.0.113.9')).toBe(false);
    } finally {
      await house.stop();
    }
  });

  test('a public https address makes cookies secure and promises https', async () => {
    const house = await startTestApp({ config: { publicUrl: 'https://builds.example.com' } });
    try {
      expect(house.app.setupUrl).toMatch(/^https:\/\/builds\.example\.com\/setup#token=/);
      await house.createAdministrator();
      expect(await signIn(house, { origin: 'https://builds.example.com' })).toContain('Secure');
      const { headers } = await fetch(`${house.url}/healthz`);
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
    } finally {
      await house.stop();
    }
  });

  test('the Host header leads nowhere', async () => {
    const house = await startTestApp();
    try {
      const answer = await house.app.fetch('/api/v1/setup', { headers: { host: 'evil.example' } });
      expect(JSON.stringify([...answer.headers]) + (await answer.text())).not.toContain('evil.example');
    } finally {
      await house.stop();
    }
  });
});
