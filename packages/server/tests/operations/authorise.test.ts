import { routes } from '@buildbutler/contract';
import { expect, test } from 'vitest';
import { AppError } from '../../src/core/app-error.ts';
import type { Principal, Role, Scope } from '../../src/core/principal.ts';
import { authorise } from '../../src/operations/authorise.ts';
import { anonymous, asUser, local } from './house.ts';

const asToken = (role: Role, ...scopes: Scope[]): Principal => ({
  kind: 'token',
  tokenId: 1,
  userId: 1,
  username: role,
  role,
  scopes,
});

function verdict(principal: Principal, name: keyof typeof routes): string {
  try {
    authorise(principal, routes[name].access);
    return 'yes';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

// Written down by hand, so that a route whose access changes by mistake is noticed.
const groups: Record<string, (keyof typeof routes)[]> = {
  everybody: [
    'getSetup',
    'createFirstAdministrator',
    'signIn',
    'getHealth',
    'getReadiness',
    'getOpenApi',
    'getProcessFigures',
    'announceBuild',
    'openLink',
    'redeemLink',
  ],
  people: [
    'getSession',
    'signOut',
    'changeOwnPassword',
    'listOwnSessions',
    'endOtherSessions',
    'endSession',
    'listTokens',
    'createToken',
    'revokeToken',
  ],
  administrators: [
    'listUsers',
    'updateUser',
    'removeUser',
    'resetPassword',
    'createResetLink',
    'listUserSessions',
    'endUserSessions',
    'listInvitations',
    'createInvitation',
    'withdrawInvitation',
    'listAudit',
    'exportAudit',
  ],
  editors: [
    'createFailureRule',
    'deleteFailureRule',
    'setBuildFailure',
    'testFailureRule',
    'updateFailureRule',
    'changeTestTags',
    'setFlakyRules',
  ],
  'read:jobs': ['listConnections', 'getConnection', 'listJobs', 'getJob', 'getJobTrend'],
  'read:builds': [
    'listBuilds',
    'getBuild',
    'getBuildLog',
    'getBuildStages',
    'listBuildTests',
    'getBuildChanges',
    'listJobBuilds',
    'listBranches',
    'compareBuilds',
    'getBuildFailure',
  ],
  'read:analytics': [
    'getMetrics',
    'getLive',
    'exportAnalytics',
    'getRecovery',
    'getReruns',
    'listSilentJobs',
    'getAgentFigures',
    'getQueueFigures',
    'listAgents',
    'listQueue',
    'getFailure',
    'getFailureFigures',
    'listBursts',
    'listFailureRules',
    'listFailures',
    'getStage',
    'listStages',
    'getFlakyRules',
    'getFlakyTrend',
    'getTest',
    'listFlakyJobs',
    'listFlakyTests',
    'listFlips',
    'listTestRuns',
    'listTestTags',
    'listTests',
  ],
  'write:connections': [
    'createConnection',
    'testUnsavedConnection',
    'updateConnection',
    'deleteConnection',
    'testConnection',
    'syncConnection',
    'pauseConnection',
    'resumeConnection',
    'createConnectionHook',
    'deleteConnectionHook',
  ],
};

const readers = ['read:jobs', 'read:builds', 'read:analytics'];
const all = Object.keys(groups);

const cases: readonly [string, Principal, readonly string[], string][] = [
  ['nobody', anonymous, ['everybody'], 'unauthorized'],
  ['a viewer', asUser('viewer'), ['everybody', 'people', ...readers], 'forbidden'],
  ['an editor', asUser('editor'), ['everybody', 'people', 'editors', ...readers], 'forbidden'],
  ['an administrator', asUser('admin'), all, 'forbidden'],
  ['this machine', local, all, 'forbidden'],
  ['a token for jobs', asToken('admin', 'read:jobs'), ['everybody', 'read:jobs'], 'forbidden'],
  ['a token for builds', asToken('viewer', 'read:builds'), ['everybody', 'read:builds'], 'forbidden'],
  ['a token for connections', asToken('admin', 'write:connections'), ['everybody', 'write:connections'], 'forbidden'],
  ['a token for alerts', asToken('admin', 'write:alerts'), ['everybody'], 'forbidden'],
  ['a token for everything', asToken('admin', 'admin'), all, 'forbidden'],
  ['a token without scopes', asToken('admin'), ['everybody'], 'forbidden'],
  // The user lost the role after the token was made.
  ['an old token for connections', asToken('viewer', 'write:connections'), ['everybody'], 'forbidden'],
  ['an old token for everything', asToken('viewer', 'admin'), ['everybody', 'people', ...readers], 'forbidden'],
];

test('the table names every route', () => {
  expect(Object.values(groups).flat().sort()).toEqual(Object.keys(routes).sort());
});

test.each(cases)('%s may do exactly what the table says', (_who, principal, allowed, otherwise) => {
  for (const [group, names] of Object.entries(groups)) {
    for (const name of names) {
      expect([name, verdict(principal, name)]).toEqual([name, allowed.includes(group) ? 'yes' : otherwise]);
    }
  }
});

test.each<[Principal, keyof typeof routes, RegExp]>([
  [anonymous, 'listJobs', /^Sign in, or send an API token/],
  [asUser('viewer'), 'createConnection', /^This needs the role admin; viewer is viewer\.$/],
  [asToken('admin', 'read:jobs'), 'createConnection', /^This API token lacks the scope write:connections\./],
  [asToken('admin', 'read:jobs'), 'listTokens', /^API tokens may do this only with the scope admin\.$/],
])('a refusal says what is missing: %j, %s', (principal, name, sentence) => {
  expect(() => authorise(principal, routes[name].access)).toThrow(sentence);
});
