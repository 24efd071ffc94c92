import { routes } from '@buildbutler/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import type { FakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { barriers } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { picture } from './pictures.ts';
import { flakyTest, startTestedJenkins } from './tested-world.ts';
import { watch } from './watched-page.ts';

let browser: Browser;
let closeBrowser: () => Promise<void>;
let house: TestApp;
let jenkins: FakeJenkins;
let cookie: string;
/** The newest build that failed, the green one before it, and their job. */
let red: string;
let green: string;
let job: string;

beforeAll(async () => {
  [jenkins, house] = await Promise.all([startTestedJenkins(), startTestApp({ isCollecting: true })]);
  cookie = await house.createAdministrator();
  await house.local.call(routes.createConnection, {
    body: { name: 'Production', url: jenkins.url, username: ciBot.name, token: ciBot.token, pace: 'fast' },
  });
  await house.app.collector.idle();
  const newest = await house.local.call(routes.listBuilds, { query: { result: 'UNSTABLE', per_page: 1 } });
  const before = await house.local.call(routes.listBuilds, { query: { result: 'SUCCESS', per_page: 1 } });
  [red, green, job] = [newest.data[0]?.id ?? '', before.data[0]?.id ?? '', newest.data[0]?.jobId ?? ''];
  // What broke a build is told once its test report is here.
  await vi.waitFor(
    async () => {
      const failure = await house.local.call(routes.getBuildFailure, { params: { id: red } });
      expect(failure.fingerprint?.count).toBe(8);
    },
    { timeout: 60_000, interval: 200 },
  );
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
const pages = (): (readonly [name: string, address: string, content: string | RegExp])[] => [
  ['dashboard', '/', 'Silent jobs'],
  ['build', `/builds/${red}`, new RegExp(`${flakyTest}.*expected: <42.90> but was: <38.00>`)],
  ['compare', `/builds/compare?a=${green}&b=${red}`, flakyTest],
  ['job', `/jobs/${job}`, 'Time to recover'],
  ['failures', '/failures', /8\sred builds/],
  ['pipelines', '/pipelines', /No\sstages/],
  ['failure-rules', '/settings/failure-rules', 'Built-in rules'],
];

describe('failures, builds side by side, pipelines', { timeout: 120_000 }, () => {
  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
  ] as const)('at %i pixels in %s, every page says what it is for and is open to everybody', async (width, theme) => {
    const context = await openContext(width, theme);
    const { complaints, page } = watch(await context.newPage());
    const faults: string[] = [];
    for (const [name, address, content] of pages()) {
      await open(page, address);
      await page.getByText(content).first().waitFor();
      await picture(page, `analytic-${name}-${width}-${theme}`);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (Number(overflow) > 0) faults.push(`${name}: ${overflow} pixels wider than the screen`);
      faults.push(...(await barriers(page)).map((barrier) => `${name}: ${barrier}`));
    }
    await context.close();
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('from the categories to the builds, to the failure they share, and to a corrected category', async () => {
    const context = await openContext(1280, 'light');
    const { complaints, page } = watch(await context.newPage());
    await open(page, '/failures');
    await page.getByRole('region', { name: 'By category' }).getByRole('link', { name: 'Test failure' }).click();
    await page.waitForURL(/\/builds\?.*category=test_failure/);
    await page.getByText('1–8 of 8').waitFor();
    await page.getByRole('row').nth(1).getByRole('link').first().click();
    await page.getByRole('link', { name: /Same failure in 8 builds/ }).click();
    await page.getByRole('region', { name: 'Jobs' }).getByText('orders').waitFor();
    expect(await barriers(page)).toEqual([]);

    await open(page, `/builds/${red}`);
    await page.getByRole('button', { name: /^Category Test failure/ }).click();
    await page.getByRole('menuitemradio', { name: 'Infrastructure' }).click();
    await page.getByText('Set by').waitFor();
    expect(await house.local.call(routes.getBuild, { params: { id: red } })).toMatchObject({
      failureCategory: 'infrastructure',
    });
    await page.getByRole('button', { name: /^Category Infrastructure/ }).click();
    await page.getByRole('menuitem', { name: 'Let the rules decide' }).click();
    await page.getByRole('button', { name: /^Category Test failure/ }).waitFor();
    await context.close();
    expect(complaints).toEqual([]);
  });

  test('two ticked builds are compared, the older one first', async () => {
    const context = await openContext(1280, 'light');
    const { complaints, page } = watch(await context.newPage());
    await open(page, '/builds');
    await page.getByLabel(/^Tick shop\/orders #24/).check();
    await page.getByLabel(/^Tick shop\/orders #23/).check();
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByRole('region', { name: 'Build A' }).getByText('#23').waitFor();
    await page.getByRole('tab', { name: /Fixed/ }).click();
    await page.getByText('No test that failed in A passes in B.').waitFor();
    await context.close();
    expect(complaints).toEqual([]);
  });

  test('a rule of one’s own is tried on a text, added and removed', async () => {
    const context = await openContext(1280, 'light');
    const { complaints, page } = watch(await context.newPage());
    await open(page, '/settings/failure-rules');
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByLabel('Name').fill('Licence server away');
    await page.getByLabel('Pattern').fill('licen[cs]e server .*timed out');
    await page.getByLabel('Lines of a log').fill('fine\nERROR: License server 10.0.0.4 timed out');
    await page.getByRole('button', { name: 'Try pattern' }).click();
    await page.getByText('1 line matches').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add rule' }).last().click();
    await page.getByRole('button', { name: 'Remove Licence server away' }).click();
    await page.getByRole('button', { name: 'Remove Licence server away for good' }).click();
    await page.getByText('None yet.').waitFor();
    await context.close();
    expect(complaints).toEqual([]);
  });

  test('a chart becomes a picture', async () => {
    const context = await openContext(1280, 'light');
    const page = await context.newPage();
    await open(page, '/failures');
    await page.locator('figure svg').first().waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Failures per day by category' }).click();
    expect((await download).suggestedFilename()).toBe('failures-per-day-by-category.png');
    await context.close();
  });
});
