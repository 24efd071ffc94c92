import { expect, test } from 'vitest';
import { missOfRedirect } from './redirect.ts';

const baseUrl = 'http://jenkins.example/ci';
const path = '/whoAmI/api/json';

const suggestion = (location: string | undefined) => {
  const { problem, reason } = missOfRedirect(location, { baseUrl, path });
  expect([reason, problem.code]).toEqual(['foreign', 'redirect_refused']);
  return problem.suggestedUrl ?? null;
};

test.each([
  ['https://jenkins.example/ci/whoAmI/api/json?tree=name', 'https://jenkins.example/ci'],
  ['https://jenkins.example:8443/whoAmI/api/json', 'https://jenkins.example:8443'],
  ['/jenkins/whoAmI/api/json', 'http://jenkins.example/jenkins'],
  ['/whoAmI/api/json/', 'http://jenkins.example'],
])('%s only corrects the address', (location, corrected) => {
  expect(suggestion(location)).toBe(corrected);
});

test.each([
  'https://elsewhere.example/ci/whoAmI/api/json',
  '/ci/whoAmI/api/json',
  '/login?from=%2FwhoAmI%2Fapi%2Fjson',
  'https://jenkins.example/securityRealm/commenceLogin',
  'https://sso.example/oauth2/authorize?client_id=1',
  '//evil.example/whoAmI/api/json',
  'javascript:alert(1)',
  'http://[broken',
  undefined,
])('%s suggests nothing', (location) => {
  expect(suggestion(location)).toBeNull();
});

test('names the target without its query, which may hold secrets', () => {
  const { problem } = missOfRedirect('https://sso.example/oauth2/authorize?code=SECRET', { baseUrl, path });
  expect(problem.message).toContain('https://sso.example/oauth2/authorize');
  expect(problem.message).not.toContain('SECRET');
});
