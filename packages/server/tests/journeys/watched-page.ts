import type { Page } from 'playwright-core';

/** What a page complained about since it was opened: errors of scripts, of the policy, of the console, and failed requests. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: string[];
}

/** A person who is not signed in yet gets 401 for the question who they are; the browser notes it, and it is no error. */
function isExpected(url: string, status: number): boolean {
  return status === 401 && url.endsWith('/api/v1/session');
}

export function watch(page: Page): WatchedPage {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    // Failed requests are told by their answers below, with their status.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    complaints.push(`console at ${page.url()}: ${message.text()}`);
  });
  page.on('response', (answer) => {
    if (answer.status() < 400 || isExpected(answer.url(), answer.status())) return;
    complaints.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
  });
  page.on('requestfailed', (request) => {
    // Questions of a page that was left are given up.
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
    complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  return { page, complaints };
}
