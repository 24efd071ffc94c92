import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { parseSearch, stringifySearch } from './lib/url-state.ts';
import type { FilterKind } from './pages/frame/filter-kind.ts';
import { Frame } from './pages/frame/frame.tsx';
import { PageError } from './pages/frame/page-error.tsx';
import { PagePending } from './pages/frame/page-pending.tsx';
import { StartError } from './pages/frame/start-error.tsx';
import { NotFoundPage } from './pages/not-found/not-found-page.tsx';
import { type RouterContext, requireNoSetup, requireSession, requireSetup } from './session-guards.ts';

const rootRoute = createRootRouteWithContext<RouterContext>()({});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  beforeLoad: requireSetup,
  component: lazyRouteComponent(() => import('./pages/setup/administrator-page.tsx'), 'AdministratorPage'),
});
const setupConnectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup/connect',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('./pages/setup/first-connection-page.tsx'), 'FirstConnectionPage'),
});
const setupImportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup/import/$id',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('./pages/setup/first-import-page.tsx'), 'FirstImportPage'),
});
const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  beforeLoad: requireNoSetup,
  component: lazyRouteComponent(() => import('./pages/login/login-page.tsx'), 'LoginPage'),
});

const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite',
  component: lazyRouteComponent(() => import('./pages/invite/invite-page.tsx'), 'InvitePage'),
});

const apiDocsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/api/docs',
  component: lazyRouteComponent(() => import('./pages/api-docs/api-docs-page.tsx'), 'ApiDocsPage'),
});

const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  beforeLoad: requireSession,
  component: Frame,
  errorComponent: StartError,
});

const dashboardRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  staticData: { filters: 'all' },
  component: lazyRouteComponent(() => import('./pages/dashboard/dashboard-page.tsx'), 'DashboardPage'),
});
const buildsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/builds',
  staticData: { filters: 'build-list' },
  component: lazyRouteComponent(() => import('./pages/builds/builds-page.tsx'), 'BuildsPage'),
});
const buildRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/builds/$id',
  component: lazyRouteComponent(() => import('./pages/build/build-page.tsx'), 'BuildPage'),
});
const compareRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/builds/compare',
  component: lazyRouteComponent(() => import('./pages/compare/compare-page.tsx'), 'ComparePage'),
});
const failuresRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/failures',
  staticData: { filters: 'failures' },
  component: lazyRouteComponent(() => import('./pages/failures/failures-page.tsx'), 'FailuresPage'),
});
const failureRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/failures/$id',
  staticData: { filters: 'failures' },
  component: lazyRouteComponent(() => import('./pages/failure/failure-page.tsx'), 'FailurePage'),
});
const pipelinesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/pipelines',
  staticData: { filters: 'all' },
  component: lazyRouteComponent(() => import('./pages/pipelines/pipelines-page.tsx'), 'PipelinesPage'),
});
const jobsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/jobs',
  staticData: { filters: 'all' },
  component: lazyRouteComponent(() => import('./pages/jobs/jobs-page.tsx'), 'JobsPage'),
});
const jobRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/jobs/$id',
  staticData: { filters: 'builds' },
  component: lazyRouteComponent(() => import('./pages/job/job-page.tsx'), 'JobPage'),
});
const testsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tests',
  staticData: { filters: 'tests' },
  component: lazyRouteComponent(() => import('./pages/tests/tests-page.tsx'), 'TestsPage'),
});
const testRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tests/$id',
  staticData: { filters: 'test' },
  component: lazyRouteComponent(() => import('./pages/test/test-page.tsx'), 'TestPage'),
});
const flakyRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/flaky',
  staticData: { filters: 'tests' },
  component: lazyRouteComponent(() => import('./pages/flaky/flaky-page.tsx'), 'FlakyPage'),
});
const queueRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/queue',
  staticData: { filters: 'queue' },
  component: lazyRouteComponent(() => import('./pages/queue/queue-page.tsx'), 'QueuePage'),
});
const agentsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/agents',
  staticData: { filters: 'agents' },
  component: lazyRouteComponent(() => import('./pages/agents/agents-page.tsx'), 'AgentsPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
});
const settingsIndexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/connections', replace: true });
  },
});
const connectionsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/connections',
  component: lazyRouteComponent(() => import('./pages/connections/connections-page.tsx'), 'ConnectionsPage'),
});
const newConnectionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/connections/new',
  component: lazyRouteComponent(() => import('./pages/connections/new-connection-page.tsx'), 'NewConnectionPage'),
});
const editConnectionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/connections/$id',
  component: lazyRouteComponent(() => import('./pages/connections/edit-connection-page.tsx'), 'EditConnectionPage'),
});
const tokensRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./pages/tokens/tokens-page.tsx'), 'TokensPage'),
});
const usersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/users',
  component: lazyRouteComponent(() => import('./pages/users/users-page.tsx'), 'UsersPage'),
});
const failureRulesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/failure-rules',
  component: lazyRouteComponent(() => import('./pages/failure-rules/failure-rules-page.tsx'), 'FailureRulesPage'),
});
const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
});
const accountRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/sessions/account-page.tsx'), 'AccountPage'),
});
const aboutRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/about',
  component: lazyRouteComponent(() => import('./pages/about/about-page.tsx'), 'AboutPage'),
});
const flakyRulesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/flaky',
  component: lazyRouteComponent(() => import('./pages/settings-flaky/flaky-rules-page.tsx'), 'FlakyRulesPage'),
});

const lostRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '$',
  component: NotFoundPage,
});

const routeTree = rootRoute.addChildren([
  setupRoute,
  setupConnectRoute,
  setupImportRoute,
  loginRoute,
  inviteRoute,
  apiDocsRoute,
  frameRoute.addChildren([
    dashboardRoute,
    buildsRoute,
    buildRoute,
    compareRoute,
    failuresRoute,
    failureRoute,
    pipelinesRoute,
    jobsRoute,
    jobRoute,
    testsRoute,
    testRoute,
    flakyRoute,
    queueRoute,
    agentsRoute,
    lostRoute,
    settingsRoute.addChildren([
      settingsIndexRoute,
      connectionsRoute,
      newConnectionRoute,
      editConnectionRoute,
      flakyRulesRoute,
      tokensRoute,
      usersRoute,
      auditRoute,
      accountRoute,
      failureRulesRoute,
      aboutRoute,
    ]),
  ]),
]);

/** The routes of the application; each page's code is loaded when it is first needed. */
export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: PagePending,
    defaultPendingMs: 300,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
  interface StaticDataRouteOption {
    /** Which controls of the filter bar the page answers to; absent = none. */
    filters?: FilterKind;
  }
}
