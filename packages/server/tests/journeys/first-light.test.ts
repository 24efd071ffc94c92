import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findWebDir } from '../../src/web-dir.ts';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import type { FakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { adminName, adminPassword, startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { launchBrowser } from './browser.ts';
import { picture } from './pictures.ts';
import { failedLog, startSmallJenkins } from './small-world.ts';
import { type WatchedPage, watch } from './watched-page.ts';

let browser: Browser;
let closeBrowser: () => Promise<void>;
let house: TestApp;
let production: FakeJenkins;
let staging: FakeJenkins;
let context: BrowserContext;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  if (!existsSync(join(findWebDir(), 'index.html'))) throw new Error('The web is not built: npm run build');
  [production, staging, house] = await Promise.all([
    startSmallJenkins({ latencyMs: 150 }),
    startSmallJenkins({ latencyMs: 20 }),
    startTestApp({ isCollecting: true }),
  ]);
  ({ browser, close: closeBrowser } = await launchBrowser());
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  watched = watch(page);
});

afterAll(async () => {
  await closeBrowser?.();
  await house?.stop();
  await production?.close();
  await staging?.close();
});

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function fillConnection(name: string, jenkins: FakeJenkins, token: string = ciBot.token): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Jenkins URL').fill(jenkins.url);
  await page.getByLabel('User name').fill(ciBot.name);
  await page.getByLabel('API token', { exact: true }).fill(token);
}

async function testConnection(message: RegExp): Promise<void> {
  await button('Test Connection').click();
  await page.getByRole('region', { name: 'Test result' }).getByText(message).first().waitFor();
}

describe('first light', { timeout: 90_000 }, () => {
  test('the printed link creates the administrator', async () => {
    await page.goto(house.app.setupUrl ?? '');
    await heading('Create the administrator');
    await picture(page, '1-set-up');
    await page.getByLabel('User name').fill(adminName);
    await page.getByLabel('Password', { exact: true }).fill(adminPassword);
    await button('Create administrator').click();
    await heading('Add your first Jenkins');
  });

  test('the first Jenkins is tested with a wrong token, then with the right one, and saved', async () => {
    await fillConnection('Production', production, 'wrong');
    await testConnection(/token/i);
    await page.getByText('unauthorized').first().waitFor();
    await picture(page, '2-test-refused');
    await page.getByLabel('API token', { exact: true }).fill(ciBot.token);
    await testConnection(/Jenkins 2\.516\.2 as ci-bot/);
    await picture(page, '3-test-ok');
    await button('Save').click();
  });

  test('the import is watched to its end', async () => {
    await page.getByRole('progressbar', { name: 'Import of Production' }).waitFor();
    await picture(page, '4-import');
    await page.getByRole('heading', { level: 1, name: 'Everything is here' }).waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Open the dashboard' }).click();
    await heading('Dashboard');
  });

  test('a second Jenkins joins under Settings', async () => {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Settings' }).first().click();
    await page
      .getByRole('link', { name: /^Add Jenkins Instance/ })
      .first()
      .click();
    await heading('Add Jenkins Instance');
    await fillConnection('Staging', staging);
    await testConnection(/Jenkins 2\.516\.2 as ci-bot/);
    await button('Save').click();
    const card = page.getByRole('article', { name: 'Staging' });
    await card.getByText('Active').waitFor({ timeout: 60_000 });
    await picture(page, '5-connections');
  });

  test('the dashboard has both as sources; one of them alone is in the address and in the figures', async () => {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Dashboard' }).first().click();
    await heading('Dashboard');
    await picture(page, '6-dashboard');
    await page
      .getByRole('search', { name: 'Filters' })
      .getByRole('button', { name: /^Sources/ })
      .click();
    const sources = page.getByRole('listbox', { name: 'Sources' });
    expect(await sources.getByRole('option').allInnerTexts()).toEqual(['Production', 'Staging']);
    await sources.getByRole('option', { name: 'Staging' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).searchParams.getAll('instance').join()).toContain('Staging');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Builds' }).first().click();
    await heading('Builds');
    expect(page.url()).toContain('Staging');
    await expect.poll(() => page.getByRole('table', { name: 'Builds' }).innerText()).toContain('Staging');
    expect(await page.getByRole('table', { name: 'Builds' }).innerText()).not.toContain('Production');
    await picture(page, '7-builds');
  });

  test('a failed build is opened and its log read, searched and downloaded', async () => {
    await page
      .getByRole('search', { name: 'Filters' })
      .getByRole('button', { name: /^Result/ })
      .click();
    await page.getByRole('listbox', { name: 'Result' }).getByRole('option', { name: 'Failed' }).click();
    await page.keyboard.press('Escape');
    await page
      .getByRole('table', { name: 'Builds' })
      .getByRole('link', { name: /checkout.*#240/ })
      .click();
    await heading('checkout #240');
    const log = page.getByRole('region', { name: 'Console log' });
    // Markup that a build has printed is text, like everything else in its log.
    await log.getByText('OrderTest.total: expected <b>3</b> but was 2').waitFor();
    expect(await log.locator('b').count()).toBe(0);
    await picture(page, '8-build');
    await page.getByLabel('Search the log').fill('module 123');
    await page.getByText('1 of 1', { exact: true }).waitFor();
    await log.getByText('compiling module 123').waitFor();
    await picture(page, '9-log');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the log' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('shop_checkout_240.log');
    expect(await readFile(await download.path(), 'utf8')).toBe(failedLog);
    await page.goBack();
    await heading('Builds');
    expect(page.url()).toContain('Staging');
  });

  test('nobody complained on the way', () => {
    expect(watched.complaints).toEqual([]);
  });
});
