import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../packages/server/tests/journeys/browser.ts';

// How the pages feel in Chromium, on the demo: what is loaded, when something is seen, how long the thread of the page is
// busy, how much it jumps; and how a table of 10,000 rows scrolls. Needs `npm run build`.
const bin = fileURLToPath(new URL('../packages/server/bin/buildbutler.js', import.meta.url));
const paths = [
  '/',
  '/builds',
  '/jobs',
  '/pipelines',
  '/tests',
  '/flaky',
  '/failures',
  '/queue',
  '/agents',
  '/settings/connections',
];
const mostScriptKb = 350;
const rowCount = 10_000;
const longFrameMs = 50;

interface Marks {
  readonly scriptKb: number;
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  readonly busyMs: number;
  readonly jump: number;
}

/** Runs in the page, before anything of it. */
function watchPage(): void {
  const seen = { largest: 0, busy: 0, jump: 0 };
  Object.assign(globalThis, { seen });
  const watch = (type: string, note: (entry: PerformanceEntry & Record<string, number>) => void) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) note(entry as PerformanceEntry & Record<string, number>);
    }).observe({ type, buffered: true });
  watch('largest-contentful-paint', ({ startTime }) => {
    seen.largest = startTime;
  });
  watch('longtask', ({ duration }) => {
    seen.busy += Math.max(0, duration - 50);
  });
  watch('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) seen.jump += value ?? 0;
  });
}

function readMarks(): Marks {
  const { seen } = globalThis as unknown as { seen: { largest: number; busy: number; jump: number } };
  const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const scripts = resources.filter(({ name }) => new URL(name).pathname.endsWith('.js'));
  const bytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  const [first] = performance.getEntriesByName('first-contentful-paint');
  return {
    scriptKb: bytes / 1024,
    firstPaintMs: first?.startTime ?? 0,
    largestPaintMs: seen.largest,
    busyMs: seen.busy,
    jump: seen.jump,
  };
}

async function startDemo() {
  const child = spawn(process.execPath, [bin, 'demo', '--json', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    out += chunk;
    if (out.endsWith('}\n')) break;
  }
  const { address, password, username } = JSON.parse(out) as Record<string, string>;
  return {
    address: address ?? '',
    account: { username, password },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** The first visit of somebody with nothing in the cache. */
async function visit(context: BrowserContext, url: string): Promise<Marks> {
  const page = await context.newPage();
  await page.addInitScript(watchPage);
  await page.goto(url);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(500);
  const marks = await page.evaluate(readMarks);
  await page.close();
  return marks;
}

/** Every answer of the list of builds gets as many rows as asked for, made of those that are there. */
async function lengthen(page: Page): Promise<void> {
  await page.route('**/api/v1/builds?*', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as { data: { id: string }[]; meta: object };
    const data = Array.from({ length: rowCount }, (_, at) => ({
      ...body.data[at % body.data.length],
      id: `b_${at.toString(36)}`,
    }));
    await route.fulfill({ response: answer, json: { ...body, data, meta: { ...body.meta, total: rowCount } } });
  });
}

/** Scrolls as fast as a wheel that is spun, 300 pixels a frame; milliseconds of each frame. */
function scrollThrough(): Promise<number[]> {
  return new Promise((resolve) => {
    const frames: number[] = [];
    let before = performance.now();
    const step = (now: number) => {
      frames.push(now - before);
      before = now;
      const end = document.documentElement.scrollHeight - innerHeight;
      if (scrollY >= end - 1 || frames.length > 600) return resolve(frames.slice(2));
      scrollBy(0, 300);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

async function scrollLongTable(context: BrowserContext, address: string): Promise<number[]> {
  const page = await context.newPage();
  await lengthen(page);
  await page.goto(`${address}/builds`);
  await page.locator('table tbody tr').first().waitFor();
  await page.waitForTimeout(500);
  const frames = await page.evaluate(scrollThrough);
  await page.close();
  return frames;
}

const show = (value: number, digits = 0) => value.toFixed(digits).padStart(8);

const demo = await startDemo();
const { browser, close } = await launchBrowser();
try {
  const newContext = async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    const data = demo.account;
    await context.request.post(`${demo.address}/api/v1/session`, { headers: { origin: demo.address }, data });
    return context;
  };
  // The import of the demo would be measured, too.
  const settling = await newContext();
  await (await settling.newPage()).goto(demo.address);
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  await settling.close();
  console.log(
    'page                      script KB  first ms  largest ms  busy ms    jump   (first visit, nothing cached)',
  );
  let dashboardKb = 0;
  for (const path of paths) {
    const context = await newContext();
    const marks = await visit(context, demo.address + path);
    await context.close();
    if (path === '/') dashboardKb = marks.scriptKb;
    const { busyMs, firstPaintMs, jump, largestPaintMs, scriptKb } = marks;
    console.log(
      `${path.padEnd(24)}  ${show(scriptKb)}  ${show(firstPaintMs)}  ${show(largestPaintMs)}    ${show(busyMs)}  ${show(jump, 3)}`,
    );
  }
  console.log(`script of the dashboard: ${dashboardKb.toFixed(0)} KB gzip of at most ${mostScriptKb} KB`);
  const context = await newContext();
  const frames = (await scrollLongTable(context, demo.address)).sort((a, b) => a - b);
  const at = (share: number) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))] ?? 0;
  const long = frames.filter((ms) => ms > longFrameMs).length;
  console.log(
    `a table of ${rowCount} rows, scrolled through: ${frames.length} frames, p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms, longest ${at(1).toFixed(1)} ms; ${long} over ${longFrameMs} ms`,
  );
} finally {
  await close();
  await demo.stop();
}
