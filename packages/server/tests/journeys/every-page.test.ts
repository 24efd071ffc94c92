import { routes } from '@buildbutler/contract';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import type { FakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { barriers } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { picture } from './pictures.ts';
import { startSmallJenkins } from './small-world.ts';
import { watch } from './watched-page.ts';

let browser: Browser;
let closeBrowser: () => Promise<void>;
let house: TestApp;
let jenkins: FakeJenkins;
let cookie: string;
let buildId: string;
let jobId: string;

beforeAll(async () => {
  [jenkins, house] = await Promise.all([startSmallJenkins({ latencyMs: 0 }), startTestApp({ isCollecting: true })]);
  cookie = await house.createAdministrator();
  await house.local.call(routes.createConnection, {
    body: { name: 'Production', url: jenkins.url, username: ciBot.name, token: ciBot.token, pace: 'fast' },
  });
  await house.app.collector.idle();
  const failed = await house.local.call(routes.listBuilds, { query: { result: 'FAILURE', per_page: 1 } });
  buildId = failed.data[0]?.id ?? '';
  jobId = failed.data[0]?.jobId ?? '';
  ({ browser, close: closeBrowser } = await launchBrowser());
});

afterAll(async () => {
  await closeBrowser?.();
  await house?.stop();
  await jenkins?.close();
});

const pages = (): [name: string, address: string][] => [
  ['dashboard', '/'],
  ['builds', '/builds'],
  ['build', `/builds/${buildId}`],
  ['jobs', '/jobs'],
  ['job', `/jobs/${jobId}`],
  ['connections', '/settings/connections'],
  ['add-connection', '/settings/connections/new'],
  ['edit-connection', '/settings/connections/1'],
  ['tokens', '/settings/tokens'],
  ['users', '/settings/users'],
  ['audit', '/settings/audit'],
  ['account', '/settings/account'],
  ['about', '/settings/about'],
  ['nothing-in-range', '/?instance=Nowhere'],
  ['lost', '/no-such-page'],
];

async function openContext(width: number, colorScheme: 'light' | 'dark'): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: house.url, httpOnly: true, sameSite: 'Lax' }]);
  return context;
}

describe.each([1280, 390])('at %i pixels', (width) => {
  test.each(['light', 'dark'] as const)(
    'in %s, every page is whole, silent and open to everybody',
    async (theme) => {
      const context = await openContext(width, theme);
      const { complaints, page } = watch(await context.newPage());
      const faults: string[] = [];
      for (const [name, address] of pages()) {
        await page.goto(house.url + address);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await expect.poll(() => page.locator('[aria-busy=true], [class*=_bone_]').count()).toBe(0);
        await page.evaluate('document.fonts.ready');
        await picture(page, `${name}-${width}-${theme}`);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        if (Number(overflow) > 0) faults.push(`${name}: ${overflow} pixels wider than the screen`);
        // The narrow layout differs, its colours do not.
        if (width < 1000 && theme === 'dark') continue;
        faults.push(...(await barriers(page)).map((barrier) => `${name}: ${barrier}`));
      }
      await context.close();
      expect(faults).toEqual([]);
      expect(complaints).toEqual([]);
    },
    120_000,
  );
});
