import { routes } from '@buildbutler/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import type { FakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { barriers } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { picture } from './pictures.ts';
import { flakyTest, offlineAgent, offlineReason, onlineAgent, startTestedJenkins, waitReason } from './tested-world.ts';
import { watch } from './watched-page.ts';

let browser: Browser;
let closeBrowser: () => Promise<void>;
let house: TestApp;
let jenkins: FakeJenkins;
let cookie: string;

beforeAll(async () => {
  [jenkins, house] = await Promise.all([startTestedJenkins(), startTestApp({ isCollecting: true })]);
  cookie = await house.createAdministrator();
  await house.local.call(routes.createConnection, {
    body: { name: 'Production', url: jenkins.url, username: ciBot.name, token: ciBot.token, pace: 'fast' },
  });
  await house.app.collector.idle();
  ({ browser, close: closeBrowser } = await launchBrowser());
}, 120_000);

afterAll(async () => {
  await closeBrowser?.();
  await house?.stop();
  await jenkins?.close();
});

async function openContext(width: number, colorScheme: 'light' | 'dark'): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: house.url, httpOnly: true, sameSite: 'Lax' }]);
  return context;
}

async function open(page: Page, address: string): Promise<void> {
  await page.goto(house.url + address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => page.locator('[aria-busy=true], [class*=_bone_]').count(), { timeout: 20_000 }).toBe(0);
}

/** Each page and what a person looks for on it. */
const pages: readonly (readonly [name: string, address: string, content: string | RegExp])[] = [
  ['tests', '/tests', flakyTest],
  ['flaky', '/flaky', flakyTest],
  ['flaky-jobs', '/flaky?tab=jobs', /commit/],
  ['queue', '/queue', waitReason],
  ['agents', '/agents', offlineReason],
  ['flaky-rules', '/settings/flaky', 'Newest runs that count'],
];

describe('tests, queue and agents', { timeout: 120_000 }, () => {
  // Reports are fetched after their builds, and what follows from them is counted a little later.
  test('what is told about tests is there', async () => {
    const flaky = async () => (await house.local.call(routes.listFlakyTests, { query: {} })).meta.total;
    await expect.poll(flaky, { timeout: 60_000, interval: 250 }).toBe(1);
  });

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
  ] as const)('at %i pixels in %s, every page says what it is for and is open to everybody', async (width, theme) => {
    const context = await openContext(width, theme);
    const { complaints, page } = watch(await context.newPage());
    const faults: string[] = [];
    for (const [name, address, content] of pages) {
      await open(page, address);
      await page.getByText(content).first().waitFor();
      await picture(page, `${name}-${width}-${theme}`);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (Number(overflow) > 0) faults.push(`${name}: ${overflow} pixels wider than the screen`);
      faults.push(...(await barriers(page)).map((barrier) => `${name}: ${barrier}`));
    }
    await context.close();
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('from the list to a test, its error and its build; a tag for it; rules that let it go', async () => {
    const context = await openContext(1280, 'light');
    const { complaints, page } = watch(await context.newPage());
    await open(page, '/tests');
    await page.getByLabel(`Pick ${flakyTest}`).check();
    await page.getByRole('button', { name: 'Tag…' }).click();
    await page.getByLabel('New tag').fill('Smoke');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Save tags' }).click();
    await page.getByText('smoke', { exact: true }).first().waitFor();
    await open(page, '/tests?withoutTag=smoke');
    expect(await page.getByText(flakyTest).count()).toBe(0);

    await open(page, '/tests?tag=smoke');
    await page.getByRole('link', { name: flakyTest }).click();
    await page.getByRole('heading', { level: 1, name: flakyTest }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'What #24 said' }).click();
    await page.getByText('OrderTest.java:88').waitFor();
    await page.getByRole('region', { name: 'History' }).getByRole('link', { name: '#24' }).click();
    await page.waitForURL(/\/builds\/b_/);

    await open(page, '/settings/flaky');
    await page.getByLabel('Flips').fill('40');
    await page.getByLabel('Or a pass rate below, in percent').fill('10');
    await page.getByRole('button', { name: 'Save rules' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await house.local.call(routes.getFlakyRules, {})).toMatchObject({ flips: 40, passRate: 0.1 });
    await context.close();
    expect(complaints).toEqual([]);
  });

  test('an agent leads to its builds', async () => {
    const context = await openContext(1280, 'light');
    const { complaints, page } = watch(await context.newPage());
    await open(page, '/agents');
    await page.getByText(offlineAgent).first().waitFor();
    await page.getByRole('table').getByRole('link', { name: onlineAgent }).click();
    await page.waitForURL(/\/builds\?.*agent=linux-1/);
    await page.getByText('24 builds').first().waitFor();
    await context.close();
    expect(complaints).toEqual([]);
  });
});
