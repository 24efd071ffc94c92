import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { barriers } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { picture } from './pictures.ts';
import { watch } from './watched-page.ts';

let browser: Browser;
let closeBrowser: () => Promise<void>;
let house: TestApp;
let cookie: string;

beforeAll(async () => {
  house = await startTestApp();
  cookie = await house.createAdministrator();
  ({ browser, close: closeBrowser } = await launchBrowser());
}, 120_000);

afterAll(async () => {
  await closeBrowser?.();
  await house?.stop();
});

type Look = readonly [width: number, theme: 'light' | 'dark'];

async function openContext([width, colorScheme]: Look, isAdministrator: boolean): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  if (!isAdministrator) return context;
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: house.url, httpOnly: true, sameSite: 'Lax' }]);
  return context;
}

async function look(page: Page, name: string, [width, theme]: Look): Promise<string[]> {
  await picture(page, `${name}-${width}-${theme}`);
  const overflow = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  const wide = overflow > 0 ? [`${name}: ${overflow} pixels wider than the screen`] : [];
  return [...wide, ...(await barriers(page)).map((barrier) => `${name}: ${barrier}`)];
}

/** Makes an invitation as a person does; the link that is shown. */
async function invite(page: Page, note: string): Promise<string> {
  await page.goto(`${house.url}/settings/users`);
  await page.getByRole('button', { name: 'Invite user' }).click();
  await page.getByLabel('Editor').check();
  await page.getByLabel('For whom').fill(note);
  await page.getByRole('button', { name: 'Make the link' }).click();
  return (await page.getByRole('dialog').locator('code').textContent()) ?? '';
}

const password = 'correct horse battery staple';

async function accept(page: Page, link: string, username: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('User name').fill(username);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL(`${house.url}/`);
}

describe('accounts', { timeout: 120_000 }, () => {
  test.each<Look>([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
  ])('at %i pixels in %s: from the invitation to the account, and out again', async (...style) => {
    const username = `grace-${style.join('-')}`;
    const [office, home] = [await openContext(style, true), await openContext(style, false)];
    const admin = watch(await office.newPage());
    const grace = watch(await home.newPage());
    const faults: string[] = [];

    const link = await invite(admin.page, username);
    faults.push(...(await look(admin.page, 'invitation', style)));
    await admin.page.getByRole('button', { name: 'I have copied it' }).click();
    await admin.page.getByText(username).waitFor();

    await grace.page.goto(link);
    await grace.page.getByRole('heading', { name: 'Create your account' }).waitFor();
    faults.push(...(await look(grace.page, 'invite', style)));
    await accept(grace.page, link, username);

    await grace.page.goto(`${house.url}/settings/account`);
    await grace.page.getByText('This one').waitFor();
    await grace.page.getByLabel('Present password').fill(password);
    await grace.page.getByRole('textbox', { name: 'New password' }).fill('another long password');
    await grace.page.getByRole('button', { name: 'Change password' }).click();
    await grace.page.getByText('The password is changed').waitFor();
    faults.push(...(await look(grace.page, 'account', style)));

    expect(grace.complaints).toEqual([]);

    await admin.page.reload();
    await admin.page.getByRole('button', { name: `Actions for ${username}` }).click();
    faults.push(...(await look(admin.page, 'users', style)));
    await admin.page.getByRole('menuitem', { name: 'Disable…' }).click();
    await admin.page.getByRole('button', { name: 'Disable', exact: true }).click();
    await admin.page.getByText('Disabled', { exact: true }).first().waitFor();
    expect((await home.request.get(`${house.url}/api/v1/session`)).status()).toBe(401);

    await admin.page.goto(`${house.url}/settings/audit?action=user`);
    await admin.page.getByText('Disabled a user').first().waitFor();
    faults.push(...(await look(admin.page, 'audit', style)));
    await Promise.all([office.close(), home.close()]);
    expect(faults).toEqual([]);
    expect(admin.complaints).toEqual([]);
  });

  test('a link that was used says so, and leads to the sign-in page', async () => {
    const [office, home] = [await openContext([1280, 'light'], true), await openContext([1280, 'light'], false)];
    const link = await invite(await office.newPage(), 'once');
    await accept(await home.newPage(), link, 'once');
    const elsewhere = await openContext([1280, 'light'], false);
    const page = await elsewhere.newPage();
    await page.goto(link);
    await page.getByRole('heading', { name: 'This link is not good any more' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Go to the sign-in page' }).click();
    await page.waitForURL(/\/login/);
    await Promise.all([office.close(), home.close(), elsewhere.close()]);
  });
});
