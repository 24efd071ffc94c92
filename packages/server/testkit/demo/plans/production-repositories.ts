import type { JobProfile } from '../job-profile.ts';
import { repositoryJobs } from '../repository-jobs.ts';
import { linux, mac } from './production-agents.ts';

const minute = 60_000;

const paymentsApi = repositoryJobs({
  project: 'payments/payments-api',
  repository: 'payments/payments-api',
  base: {
    team: 'payments',
    toolchain: 'maven',
    agents: linux,
    medianMs: 9 * minute,
    failureRate: 0.06,
    firstNumber: 1180,
    tests: { root: 'com.lumen.payments', suites: 42, casesPerSuite: 22, flaky: { 61: 0.05, 407: 0.08 } },
    // Red for three days: the VAT change of a new year's table.
    stories: [{ type: 'red', fromDay: 8.6, toDay: 5.5, failure: 'test', tests: [130, 131, 137, 152] }],
  },
  pushesPerWorkday: 13,
  releaseBranch: 'release/2.14',
  pullRequests: [
    { number: 472, title: 'Ledger postings in batches', author: 'Jonas Weber', from: 16, to: 9 },
    { number: 476, title: 'Card token cache with expiry', author: 'Maya Lindqvist', from: 12, to: 5 },
    { number: 481, title: 'PAY-481: Retry refund webhooks', author: 'Tomás Herrera', from: 9, to: 0 },
    { number: 486, title: 'PAY-502: Round VAT per line', author: 'Maya Lindqvist', from: 6, to: 0 },
    { number: 489, title: 'Bump Spring Boot to 4.0', author: 'Priya Raman', from: 4, to: 0 },
  ],
});

const paymentsWorker = repositoryJobs({
  project: 'payments/payments-worker',
  repository: 'payments/payments-worker',
  base: {
    team: 'payments',
    toolchain: 'maven',
    agents: linux,
    medianMs: 6 * minute,
    failureRate: 0.05,
    firstNumber: 640,
    tests: { root: 'com.lumen.worker', suites: 18, casesPerSuite: 16 },
  },
  pushesPerWorkday: 5,
  pullRequests: [
    { number: 94, title: 'Chargeback reasons from the bank', author: 'Priya Raman', from: 15, to: 6 },
    { number: 97, title: 'Export SEPA mandates nightly', author: 'Jonas Weber', from: 11, to: 0 },
  ],
});

const webShop = repositoryJobs({
  project: 'checkout/web-shop',
  repository: 'checkout/web-shop',
  base: {
    team: 'checkout',
    toolchain: 'node',
    agents: linux,
    medianMs: 12 * minute,
    failureRate: 0.08,
    firstNumber: 2410,
    tests: { root: 'src/features', suites: 60, casesPerSuite: 14, flaky: { 88: 0.06, 311: 0.05, 640: 0.03 } },
    // Slower since the end-to-end tests run with real fonts.
    stories: [{ type: 'slower', fromDay: 13.4, factor: 1.55 }],
  },
  pushesPerWorkday: 17,
  releaseBranch: 'release/2026.2',
  pullRequests: [
    { number: 1305, title: 'Guest checkout without password', author: 'Ben Carter', from: 18, to: 11 },
    { number: 1311, title: 'Price badge for members', author: 'Sofia Rossi', from: 14, to: 8 },
    { number: 1317, title: 'Faster product grid', author: 'Aiko Tanaka', from: 12, to: 4 },
    { number: 1322, title: 'Merge carts after login', author: 'Aiko Tanaka', from: 10, to: 0 },
    { number: 1330, title: 'Delivery slot picker', author: 'Daniel Okafor', from: 8, to: 0 },
    { number: 1334, title: 'Replace address autocomplete', author: 'Sofia Rossi', from: 5, to: 0 },
    { number: 1337, title: 'Product gallery with keyboard support', author: 'Lena Hoffmann', from: 3, to: 0 },
  ],
});

const cartService = repositoryJobs({
  project: 'checkout/cart-service',
  repository: 'checkout/cart-service',
  base: {
    team: 'checkout',
    toolchain: 'maven',
    agents: linux,
    medianMs: 7 * minute,
    failureRate: 0.05,
    firstNumber: 905,
    tests: { root: 'com.lumen.cart', suites: 24, casesPerSuite: 18, flaky: { 201: 0.04 } },
  },
  pushesPerWorkday: 9,
  pullRequests: [
    { number: 207, title: 'Reserve stock on add', author: 'Daniel Okafor', from: 13, to: 6 },
    { number: 212, title: 'Vouchers per customer group', author: 'Ben Carter', from: 7, to: 0 },
  ],
});

const commonLib = repositoryJobs({
  project: 'platform/common-lib',
  repository: 'platform/common-lib',
  base: {
    team: 'platform',
    toolchain: 'maven',
    agents: linux,
    medianMs: 4 * minute,
    failureRate: 0.04,
    firstNumber: 388,
    tests: { root: 'com.lumen.common', suites: 20, casesPerSuite: 25 },
  },
  pushesPerWorkday: 3,
  pullRequests: [{ number: 58, title: 'Tracing headers for every client', author: 'Ravi Iyer', from: 6, to: 0 }],
});

const iosApp = repositoryJobs({
  project: 'mobile/ios-app',
  repository: 'mobile/ios-app',
  base: {
    team: 'mobile',
    toolchain: 'xcode',
    agents: mac,
    medianMs: 21 * minute,
    failureRate: 0.11,
    firstNumber: 1502,
    tests: { root: 'com.lumen.ios', suites: 16, casesPerSuite: 14, flaky: { 40: 0.09 } },
  },
  pushesPerWorkday: 5,
  releaseBranch: 'release/8.1',
  pullRequests: [
    { number: 729, title: 'Image cache on disk', author: 'Emily Nguyen', from: 14, to: 7 },
    { number: 733, title: 'Biometric login', author: 'Chloé Dubois', from: 8, to: 0 },
  ],
});

const androidApp = repositoryJobs({
  project: 'mobile/android-app',
  repository: 'mobile/android-app',
  base: {
    team: 'mobile',
    toolchain: 'gradle',
    agents: linux,
    medianMs: 15 * minute,
    failureRate: 0.08,
    firstNumber: 1330,
    tests: { root: 'com.lumen.android', suites: 22, casesPerSuite: 15 },
  },
  pushesPerWorkday: 5,
  pullRequests: [
    { number: 681, title: 'Push token refresh', author: 'Hassan Ali', from: 15, to: 5 },
    { number: 688, title: 'Offline basket', author: 'Hassan Ali', from: 5, to: 0 },
  ],
});

const dbtModels = repositoryJobs({
  project: 'data/dbt-models',
  repository: 'data/dbt-models',
  base: { team: 'data', toolchain: 'python', agents: linux, medianMs: 5 * minute, failureRate: 0.07, firstNumber: 520 },
  pushesPerWorkday: 4,
  pullRequests: [{ number: 144, title: 'Sessions without null handling', author: 'Nadia Petrova', from: 4, to: 0 }],
});

const searchApi = repositoryJobs({
  project: 'search/search-api',
  repository: 'search/search-api',
  base: {
    team: 'checkout',
    toolchain: 'gradle',
    agents: linux,
    medianMs: 8 * minute,
    failureRate: 0.06,
    firstNumber: 760,
    tests: { root: 'com.lumen.search', suites: 26, casesPerSuite: 17, flaky: { 120: 0.05 } },
  },
  pushesPerWorkday: 7,
  pullRequests: [
    { number: 301, title: 'Synonyms from the catalog', author: 'Lena Hoffmann', from: 12, to: 3 },
    { number: 309, title: 'Typo tolerance for short words', author: 'Ben Carter', from: 5, to: 0 },
  ],
});

const notificationHub = repositoryJobs({
  project: 'platform/notification-hub',
  repository: 'platform/notification-hub',
  base: {
    team: 'platform',
    toolchain: 'node',
    agents: linux,
    medianMs: 6 * minute,
    failureRate: 0.07,
    firstNumber: 540,
    tests: { root: 'src/channels', suites: 18, casesPerSuite: 12 },
  },
  pushesPerWorkday: 5,
  pullRequests: [{ number: 166, title: 'Digest mails in the morning', author: 'Karin Østby', from: 6, to: 0 }],
});

/** Below an organisation folder: found by scanning, not made by hand. */
const openSource = ['feature-flags', 'retry-kit'].flatMap((name, index) =>
  repositoryJobs({
    project: `lumen-oss/${name}`,
    repository: `lumen-oss/${name}`,
    base: {
      team: 'platform',
      toolchain: 'node',
      agents: linux,
      medianMs: (3 + index) * minute,
      failureRate: 0.07,
      firstNumber: 90,
      tests: { root: 'src/flags', suites: 9, casesPerSuite: 10 },
    },
    pushesPerWorkday: 2.5,
    pullRequests: [
      { number: 31 + index, title: 'Types for evaluation context', author: 'Mateusz Nowak', from: 7, to: 0 },
    ],
  }),
);

/** Branches and pull requests of everything that is developed. */
export const productionRepositories: readonly JobProfile[] = [
  ...paymentsApi,
  ...paymentsWorker,
  ...webShop,
  ...cartService,
  ...commonLib,
  ...iosApp,
  ...androidApp,
  ...dbtModels,
  ...searchApi,
  ...notificationHub,
  ...openSource,
];
