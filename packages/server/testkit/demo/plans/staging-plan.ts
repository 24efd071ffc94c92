import type { ControllerPlan, JobProfile } from '../job-profile.ts';
import { repositoryJobs } from '../repository-jobs.ts';

const minute = 60_000;
const builders = ['stg-builder-1', 'stg-builder-2'];

const designSystem = repositoryJobs({
  project: 'playground/design-system',
  repository: 'checkout/design-system',
  base: {
    team: 'checkout',
    toolchain: 'node',
    agents: builders,
    medianMs: 5 * minute,
    failureRate: 0.09,
    firstNumber: 310,
    tests: { root: 'src/components', suites: 20, casesPerSuite: 12, flaky: { 33: 0.05 } },
  },
  pushesPerWorkday: 6,
  pullRequests: [{ number: 77, title: 'Tokens for dark mode', author: 'Lena Hoffmann', from: 5, to: 0 }],
});

const pricingEngine = repositoryJobs({
  project: 'playground/pricing-engine',
  repository: 'payments/pricing-engine',
  base: {
    team: 'payments',
    toolchain: 'maven',
    agents: builders,
    medianMs: 8 * minute,
    failureRate: 0.14,
    firstNumber: 120,
    tests: { root: 'com.lumen.pricing', suites: 14, casesPerSuite: 15 },
    stories: [{ type: 'red', fromDay: 2.1, toDay: 0, failure: 'compile' }],
  },
  pushesPerWorkday: 6,
  pullRequests: [{ number: 19, title: 'Rules as data', author: 'Priya Raman', from: 9, to: 0 }],
});

const docsSite = repositoryJobs({
  project: 'playground/docs-site',
  repository: 'platform/docs-site',
  base: {
    team: 'platform',
    toolchain: 'node',
    agents: builders,
    medianMs: 3 * minute,
    failureRate: 0.05,
    firstNumber: 210,
  },
  pushesPerWorkday: 2.5,
  pullRequests: [{ number: 42, title: 'Runbook for the payment outage', author: 'Karin Østby', from: 3, to: 0 }],
});

/** The same services, built against what is not released yet. */
const services = ['payments-api', 'payments-worker', 'cart-service', 'web-shop', 'search-api', 'notification-hub'];

const integration = services.map(
  (service, index): JobProfile => ({
    fullName: `integration/${service}`,
    kind: 'pipeline',
    team: index < 2 ? 'payments' : 'checkout',
    toolchain: service === 'web-shop' ? 'node' : 'maven',
    rhythm: { type: 'every', hours: 6 },
    agents: builders,
    medianMs: (6 + index) * minute,
    failureRate: 0.12,
    firstNumber: 700 + 40 * index,
    repository: `integration/${service}`,
    tests: { root: `com.lumen.it.${service.replaceAll('-', '')}`, suites: 8, casesPerSuite: 11, flaky: { 12: 0.06 } },
  }),
);

const others: readonly JobProfile[] = [
  {
    fullName: 'integration/contract-tests',
    kind: 'pipeline',
    team: 'platform',
    toolchain: 'maven',
    rhythm: { type: 'every', hours: 4 },
    agents: builders,
    medianMs: 9 * minute,
    failureRate: 0.05,
    firstNumber: 2011,
    tests: { root: 'com.lumen.contracts', suites: 10, casesPerSuite: 20, flaky: { 55: 0.08 } },
  },
  {
    fullName: 'integration/load-test',
    kind: 'pipeline',
    team: 'platform',
    toolchain: 'deploy',
    rhythm: { type: 'daily', hourUtc: 22, isWorkdaysOnly: true },
    agents: builders,
    medianMs: 55 * minute,
    failureRate: 0.15,
    failures: { timeout: 3, deployment: 2 },
    firstNumber: 214,
  },
  {
    fullName: 'environments/refresh-database',
    kind: 'freestyle',
    team: 'data',
    toolchain: 'shell',
    rhythm: { type: 'daily', hourUtc: 3 },
    agents: builders,
    medianMs: 24 * minute,
    failureRate: 0.08,
    failures: { 'disk-full': 2, timeout: 1 },
    firstNumber: 640,
  },
  {
    fullName: 'environments/deploy-preview',
    kind: 'pipeline',
    team: 'platform',
    toolchain: 'deploy',
    rhythm: { type: 'after', upstream: 'playground/design-system/main', share: 0.8 },
    agents: builders,
    medianMs: 4 * minute,
    failureRate: 0.07,
    failures: { deployment: 1 },
    firstNumber: 402,
    parameters: 'deployment',
  },
  {
    fullName: 'environments/reset-sandbox',
    kind: 'freestyle',
    team: 'platform',
    toolchain: 'shell',
    rhythm: { type: 'people', perWorkday: 1.5 },
    agents: builders,
    medianMs: 3 * minute,
    failureRate: 0.03,
    firstNumber: 88,
  },
  {
    fullName: 'environments/rotate-secrets',
    kind: 'freestyle',
    team: 'platform',
    toolchain: 'shell',
    rhythm: { type: 'daily', hourUtc: 0 },
    agents: builders,
    medianMs: minute,
    failureRate: 0.02,
    failures: { configuration: 1 },
    firstNumber: 511,
  },
  {
    fullName: 'environments/mirror-images',
    kind: 'freestyle',
    team: 'platform',
    toolchain: 'shell',
    rhythm: { type: 'every', hours: 6 },
    agents: builders,
    medianMs: 5 * minute,
    failureRate: 0.03,
    failures: { dependency: 1 },
    firstNumber: 1820,
  },
  {
    fullName: 'playground/spike-rust-gateway',
    kind: 'freestyle',
    team: 'platform',
    toolchain: 'shell',
    rhythm: { type: 'people', perWorkday: 0.6 },
    agents: builders,
    medianMs: 7 * minute,
    failureRate: 0.3,
    failures: { compile: 1 },
    days: { from: 20, to: 0 },
  },
];

/** Where things are tried before they matter. */
export const stagingPlan: ControllerPlan = {
  name: 'Staging',
  runningAtOnce: 3,
  agents: [
    { name: 'stg-builder-1', executors: 2, labels: ['linux'] },
    { name: 'stg-builder-2', executors: 2, labels: ['linux'] },
  ],
  jobs: [...designSystem, ...pricingEngine, ...docsSite, ...integration, ...others],
};
