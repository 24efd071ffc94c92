import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { ask, askJson } from './ask.ts';
import { as, type RecordedController, startRecordedController, tokenOf } from './recorded-controller.ts';

let close: RecordedController['close'];
let fake: RecordedController['fake'];

beforeAll(async () => {
  ({ close, fake } = await startRecordedController());
});
afterAll(() => close());

describe('who may see what', () => {
  test.each([
    ['a wrong token', 'ci-bot:11cccccccccccccccccccccccccccccccc'],
    ['a token one character short', `ci-bot:${ciBot.token.slice(0, -1)}`],
    ['a token and a newline', `ci-bot:${ciBot.token}\n`],
    ['the token of another', `ci-bot:${tokenOf('f')}`],
    ['an unknown user', `stranger:${ciBot.token}`],
    ['an empty token', 'ci-bot:'],
  ])('%s is 401 on every path, from Jetty and without X-Jenkins', async (_what, credentials) => {
    for (const path of ['/api/json?tree=mode', '/whoAmI/api/json', '/login', '/job/none/api/json']) {
      const { status, headers, text } = await ask(fake, path, { as: credentials });
      expect([status, headers['www-authenticate'], headers['x-jenkins']]).toEqual([
        401,
        'Basic realm="Jenkins"',
        undefined,
      ]);
      expect(text).toContain('HTTP ERROR 401 Unauthorized');
    }
  });

  test('password and any case of the user name will do', async () => {
    expect((await ask(fake, '/api/json?tree=mode', { as: `ci-bot:${ciBot.password}` })).status).toBe(200);
    const who = await askJson(fake, '/whoAmI/api/json', { as: `CI-BOT:${ciBot.token}` });
    expect(who).toEqual({
      _class: 'hudson.security.WhoAmI',
      anonymous: false,
      authenticated: true,
      authorities: ['authenticated'],
      name: 'ci-bot',
    });
  });

  test('nobody is led to the login page, with 403, whatever the path; Bearer is nobody', async () => {
    const nobodies = [{ as: null }, { as: null, headers: { authorization: `Bearer ${ciBot.token}` } }];
    for (const nobody of nobodies) {
      const { status, headers, text } = await ask(fake, '/job/none/api/json', nobody);
      expect([status, headers['x-jenkins'], headers['x-required-permission']]).toEqual([403, '2.516.2', undefined]);
      expect(text).toContain('/login?from=%2Fjob%2Fnone%2Fapi%2Fjson');
      expect(await askJson(fake, '/whoAmI/api/json?tree=name,anonymous,authenticated', nobody)).toMatchObject({
        name: 'anonymous',
        anonymous: true,
        authenticated: true,
      });
    }
  });

  test('an account without Overall/Read is told which permission it lacks', async () => {
    const { status, headers, body } = await ask(fake, '/queue/api/json?tree=items[id]', as('nobody'));
    expect([status, headers['x-you-are-authenticated-as'], headers['x-required-permission']]).toEqual([
      403,
      'nobody',
      'hudson.model.Hudson.Read',
    ]);
    expect(body.length).toBeGreaterThan(19_000);
    expect(await askJson(fake, '/whoAmI/api/json?tree=name', as('nobody'))).toMatchObject({ name: 'nobody' });
  });

  test('without Job/Read the list is empty, an item 404, or 403 when it may be discovered', async () => {
    expect(await askJson(fake, '/api/json?tree=jobs[name]', as('overall-bot'))).toEqual({
      _class: 'hudson.model.Hudson',
      jobs: [],
    });
    expect((await ask(fake, '/job/fs-success/1/api/json', as('overall-bot'))).status).toBe(404);
    expect(await askJson(fake, '/api/json?tree=jobs[name]', as('discover-bot'))).toMatchObject({ jobs: [] });
    const discovered = await ask(fake, '/job/fs-success/api/json', as('discover-bot'));
    expect([discovered.status, discovered.headers['x-required-permission']]).toEqual([403, undefined]);
  });

  test('rights on one folder show that folder alone', async () => {
    const { jobs } = await askJson<{ jobs: unknown[] }>(
      fake,
      '/api/json?tree=jobs[name,jobs[name,jobs[name]]]',
      as('folder-bot'),
    );
    expect(jobs).toMatchObject([{ name: 'team-a', jobs: [{ name: 'backend', jobs: [{ name: 'api test' }] }] }]);
  });

  test('what only administrators may: builds, configuration, plugins', async () => {
    const required = async (path: string, method = 'GET') =>
      (await ask(fake, path, { method })).headers['x-required-permission'];
    expect(await required('/job/fs-success/build', 'POST')).toBe('hudson.model.Item.Build');
    expect(await required('/job/fs-success/config.xml')).toBe('hudson.model.Item.Configure');
    expect(await required('/pluginManager/api/json?tree=plugins[shortName]')).toBe('hudson.model.Hudson.Administer');
    const crumb = await ask(fake, '/job/fs-success/build', { method: 'POST', as: `ci-bot:${ciBot.password}` });
    expect([crumb.status, crumb.text.includes('No valid crumb')]).toEqual([403, true]);
  });
});
