import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createConnection } from '../../src/operations/create-connection.ts';
import { createFirstAdministrator } from '../../src/operations/create-first-administrator.ts';
import { createInvitation } from '../../src/operations/create-invitation.ts';
import { createToken } from '../../src/operations/create-token.ts';
import { deleteConnection } from '../../src/operations/delete-connection.ts';
import { getConnection } from '../../src/operations/get-connection.ts';
import { getSession } from '../../src/operations/get-session.ts';
import { listAudit } from '../../src/operations/list-audit.ts';
import { listConnections } from '../../src/operations/list-connections.ts';
import { listInvitations } from '../../src/operations/list-invitations.ts';
import { listTokens } from '../../src/operations/list-tokens.ts';
import { listUsers } from '../../src/operations/list-users.ts';
import { pauseConnection } from '../../src/operations/pause-connection.ts';
import { prepareSetup } from '../../src/operations/prepare-setup.ts';
import { redeemLink } from '../../src/operations/redeem-link.ts';
import { resetPassword } from '../../src/operations/reset-password.ts';
import { resumeConnection } from '../../src/operations/resume-connection.ts';
import { revokeToken } from '../../src/operations/revoke-token.ts';
import { signIn } from '../../src/operations/sign-in.ts';
import { syncConnection } from '../../src/operations/sync-connection.ts';
import { testConnection } from '../../src/operations/test-connection.ts';
import { testUnsavedConnection } from '../../src/operations/test-unsaved-connection.ts';
import { updateConnection } from '../../src/operations/update-connection.ts';
import { isEmbedded } from '../storage/back-end-of-run.ts';
import { anonymous, asUser, connectionInput, type House, openHouse, plainToken } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** What was answered or thrown, as a reader of answers, logs and error messages would see it. */
async function seen(work: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await work) ?? '';
  } catch (error) {
    const { message, stack, cause } = error as Error;
    return [message, stack, JSON.stringify(error), String(cause)].join('\n');
  }
}

test('after everything that can be done, no secret is in an answer, an error, a row or a file of the store', async () => {
  const newToken = 'ffeeddccbbaa99887766554433221100';
  const passwords = {
    first: 'first correct horse battery',
    second: 'second correct horse battery',
    wrong: 'wrong horse',
  };
  const admin = house.as(asUser('admin'));
  const setupToken = (await prepareSetup(house.ctx, null)) ?? '';
  const setup = await createFirstAdministrator(house.as(anonymous), {
    token: setupToken,
    username: 'ada',
    password: passwords.first,
  });
  const entered = await signIn(house.as(anonymous), { username: 'ada', password: passwords.first });
  const apiToken = await createToken(admin, { name: 'CI', scopes: ['admin'] });

  let linkToken = '';
  const steps = [
    () => signIn(house.as(anonymous), { username: 'ada', password: passwords.wrong }),
    () => signIn(house.as(anonymous), { username: passwords.first, password: passwords.first }),
    () =>
      createFirstAdministrator(house.as(anonymous), {
        token: setupToken,
        username: 'eve',
        password: passwords.wrong,
      }),
    () => createConnection(admin, connectionInput()),
    () => createConnection(admin, connectionInput()),
    () => createConnection(admin, connectionInput({ name: 'x', tlsMode: 'ca', caCertificate: 'nonsense' })),
    () => updateConnection(admin, { id: 1, change: { url: 'https://elsewhere' } }),
    () => updateConnection(admin, { id: 1, change: { url: 'https://elsewhere', token: newToken } }),
    () => testUnsavedConnection(admin, connectionInput()),
    () => testConnection(admin, { id: 1 }),
    () => pauseConnection(admin, { id: 1 }),
    () => resumeConnection(admin, { id: 1 }),
    () => syncConnection(admin, { id: 1 }),
    () => getConnection(admin, { id: 1 }),
    () => listConnections(admin),
    () => listUsers(admin),
    () => listTokens(admin),
    () => getSession(admin, { secret: entered.secret }),
    () => resetPassword(admin, { username: 'ada', password: passwords.second }),
    () => redeemLink(house.as(anonymous), { token: passwords.wrong, username: 'eve', password: passwords.first }),
    async () => {
      const { path } = await createInvitation(admin, { role: 'viewer', note: 'Eve' });
      linkToken = path.replace('/invite#token=', '');
      return listInvitations(admin);
    },
    async () => ({
      ...(await redeemLink(house.as(anonymous), { token: linkToken, username: 'eve', password: passwords.first })),
      secret: null,
    }),
    () => listAudit(admin, { page: 1, per_page: 100 }),
    () => deleteConnection(admin, { id: 1, confirm: plainToken, deleteHistory: false }),
    () => deleteConnection(admin, { id: 1, confirm: 'Production', deleteHistory: false }),
    () => createConnection(admin, connectionInput({ name: 'again' })),
    () => revokeToken(admin, { id: apiToken.id }),
  ];
  const answers: string[] = [];
  for (const step of steps) answers.push(await seen(step()));

  const rows = await house.observed.whole();
  const names = (await readdir(house.dataDir)).filter((name) => name.startsWith('buildbutler.db'));
  const files = await Promise.all(names.map((name) => readFile(join(house.dataDir, name), 'latin1')));
  const places = { answers: answers.join('\n'), rows, files: files.join('\n') };

  // The places are not empty, and hold what they should.
  expect(answers).toHaveLength(27);
  expect(places.answers).toContain('"hasToken":true');
  for (const place of isEmbedded ? [places.rows, places.files] : [places.rows])
    expect(place).toMatch(/bb1\.[0-9a-f]{16}\./);
  if (isEmbedded) expect(names).toContain('buildbutler.db-wal');
  expect((await house.audit()).length).toBeGreaterThan(15);

  const key = (await readFile(house.keyFile, 'utf8')).trim();
  const secrets = [
    plainToken,
    newToken,
    apiToken.token,
    apiToken.token.slice(8),
    setupToken,
    setup.secret,
    entered.secret,
    linkToken,
    key,
  ];
  for (const secret of [...secrets, ...Object.values(passwords)]) {
    for (const [place, text] of Object.entries(places)) {
      // A confirmation that was typed wrong is the person's own text, and is not repeated either.
      expect([place, secret, text.includes(secret)]).toEqual([place, secret, false]);
    }
  }
});
