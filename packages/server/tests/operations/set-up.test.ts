import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionSchema } from '@buildbutler/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authenticateSession } from '../../src/operations/authenticate-session.ts';
import { createFirstAdministrator } from '../../src/operations/create-first-administrator.ts';
import { getSetup } from '../../src/operations/get-setup.ts';
import { prepareSetup } from '../../src/operations/prepare-setup.ts';
import { createSetupToken, setupTokenLifetimeMs } from '../../src/operations/setup-token.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { makePlace, type ObservedPlace } from '../storage/back-end-of-run.ts';
import { anonymous, type House, openHouse, password } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const tokenFile = () => join(house.dataDir, 'setup-token');
const nobody = () => house.as(anonymous);
const create = (token: string, username = 'ada') => createFirstAdministrator(nobody(), { token, username, password });

async function issued(): Promise<string> {
  const token = await prepareSetup(house.ctx, null);
  if (token === null) throw new Error('no set-up token');
  return token;
}

test('the token is in a file for its owner only, and lets the first administrator in, signed in', async () => {
  const token = await issued();
  expect(await readFile(tokenFile(), 'utf8')).toBe(`${token}\n`);
  expect((await stat(tokenFile())).mode & 0o777).toBe(0o600);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(await getSetup(nobody())).toEqual({ needed: true });

  const { session, secret } = await create(` ${token}\n`);
  expect(sessionSchema.parse(session)).toEqual(session);
  expect(session).toMatchObject({ username: 'ada', role: 'admin' });
  expect(await authenticateSession(house.ctx, { secret })).toEqual({
    kind: 'user',
    userId: 1,
    username: 'ada',
    role: 'admin',
  });
  expect((await house.audit()).map(({ actor, action }) => [actor, action])).toEqual([
    ['(anonymous)', 'setup.completed'],
    ['ada', 'session.created'],
  ]);
});

test('after the first administrator the set-up is gone for ever', async () => {
  const token = await issued();
  await create(token);
  await expect(stat(tokenFile())).rejects.toThrow('ENOENT');
  expect(await getSetup(nobody())).toEqual({ needed: false });
  await expect(create(token, 'eve')).rejects.toMatchObject({ code: 'conflict' });
  // A new start hands out nothing either.
  const restarted = house.as(anonymous, {
    setupToken: createSetupToken({ dataDir: house.dataDir, clock: house.clock }),
  });
  expect(await prepareSetup(restarted, null)).toBeNull();
  await expect(createFirstAdministrator(restarted, { token, username: 'eve', password })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await house.rows('select username from "user"')).toEqual([{ username: 'ada' }]);
});

test('two at once: one becomes the administrator', async () => {
  const token = await issued();
  const outcomes = await Promise.allSettled([create(token, 'ada'), create(token, 'eve')]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await house.rows('select count(*) as count from "user"')).toEqual([{ count: 1 }]);
  expect(await house.rows('select count(*) as count from session')).toEqual([{ count: 1 }]);
});

test('a wrong token is refused and noted, an old one says that it has expired', async () => {
  const token = await issued();
  await expect(create('wrong')).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringMatching(/not the set-up token/),
  });
  await expect(create('')).rejects.toMatchObject({ code: 'forbidden' });
  await house.clock.advance(setupTokenLifetimeMs - 1);
  expect(house.ctx.setupToken.judge(token)).toBe('valid');
  await house.clock.advance(1);
  await expect(create(token)).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringMatching(/has expired/),
  });
  expect(await house.rows('select action, detail, address, count from audit_entry order by id')).toEqual([
    { action: 'setup.refused', detail: 'token wrong', address: '192.0.2.7', count: 2 },
    { action: 'setup.refused', detail: 'token expired', address: '192.0.2.7', count: 1 },
  ]);
  expect(await house.rows('select * from "user"')).toEqual([]);
});

test('a new start ends the token of the one before', async () => {
  const first = await issued();
  const second = await issued();
  expect(second).not.toBe(first);
  await expect(create(first)).rejects.toMatchObject({ code: 'forbidden' });
  await create(second);
});

test('without a token handed out, nothing opens the set-up', async () => {
  expect(await getSetup(nobody())).toEqual({ needed: true });
  await expect(create('')).rejects.toMatchObject({ code: 'forbidden' });
});

/** The store as it is after somebody has emptied it. */
async function lose({ place }: ObservedPlace): Promise<ObservedPlace> {
  if (!('path' in place)) return makePlace('');
  await rm(`${place.path}-wal`, { force: true });
  await truncate(place.path, 0);
  return makePlace(place.path);
}

test('a store that has lost its users never leads to the set-up', async () => {
  await create(await issued());
  await house.store.close();
  const emptyPlace = await lose(house.observed);
  const store = openStore({ ...emptyPlace.place, role: 'api' });
  try {
    const emptied = house.as(anonymous, {
      store,
      setupToken: createSetupToken({ dataDir: house.dataDir, clock: house.clock }),
    });
    const lost = {
      code: 'unavailable',
      message: expect.stringMatching(/Restore a backup; to begin anew, remove .*setup-done/),
    };
    await expect(getSetup(emptied)).rejects.toMatchObject(lost);
    await expect(prepareSetup(emptied, null)).rejects.toMatchObject(lost);
    await expect(createFirstAdministrator(emptied, { token: 'x', username: 'eve', password })).rejects.toMatchObject(
      lost,
    );
    await rm(join(house.dataDir, 'setup-done'));
    expect(await getSetup(emptied)).toEqual({ needed: true });
  } finally {
    await store.close();
    await emptyPlace.remove();
  }
});

test('a store that cannot be read never leads to the set-up', async () => {
  await house.store.transaction(async (tx) => {
    await tx.schema.dropTable('user').execute();
  });
  await expect(getSetup(nobody())).rejects.toThrow();
  await expect(prepareSetup(house.ctx, null)).rejects.toThrow();
});

test('the environment can name the first administrator', async () => {
  const passwordFile = join(house.dataDir, 'password');
  await writeFile(passwordFile, `${password}\r\n`);
  expect(await prepareSetup(house.ctx, { username: 'ada', passwordFile })).toBeNull();
  expect(await house.rows('select username, role from "user"')).toEqual([{ username: 'ada', role: 'admin' }]);
  const [{ password_hash } = {}] = await house.rows('select password_hash from "user"');
  expect(await house.ctx.passwords.verify(password, String(password_hash))).toBe(true);
  expect(await house.audit()).toMatchObject([{ actor: '(this machine)', action: 'setup.completed' }]);
  // Later starts leave the user alone, even with another password in the file or none at all.
  await rm(passwordFile);
  expect(await prepareSetup(house.ctx, { username: 'eve', passwordFile })).toBeNull();
  expect(await house.rows('select username from "user"')).toEqual([{ username: 'ada' }]);
});

test.each([
  ['ada', 'too short', /BUILDBUTLER_ADMIN_PASSWORD_FILE: the password must have 15 to 1,024 characters/],
  ['ada', null, /BUILDBUTLER_ADMIN_PASSWORD_FILE: .* cannot be read \(ENOENT\)/],
  ['a b', password, /BUILDBUTLER_ADMIN_USER: "a b" cannot be a user name/],
])('unusable settings for it stop the start: %s, %s', async (username, text, sentence) => {
  const passwordFile = join(house.dataDir, 'password');
  if (text !== null) await writeFile(passwordFile, text);
  await expect(prepareSetup(house.ctx, { username, passwordFile })).rejects.toMatchObject({
    code: 'bad_request',
    message: expect.stringMatching(sentence),
  });
  expect(await house.rows('select * from "user"')).toEqual([]);
});

test('wrong tokens of a whole hour, from wherever, fill one line of the audit log', async () => {
  await issued();
  const from = (address: string) => house.as({ kind: 'anonymous' }, { remoteAddress: address });
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const trying = createFirstAdministrator(from(`198.51.100.${attempt}`), { token: 'x', username: 'eve', password });
    await expect(trying).rejects.toMatchObject({ code: 'forbidden' });
  }
  expect(await house.rows('select address, count from audit_entry')).toEqual([
    { address: 'several addresses', count: 20 },
  ]);
  await house.clock.advance(3_600_000);
  await expect(create('x')).rejects.toMatchObject({ code: 'forbidden' });
  expect(await house.rows('select count from audit_entry order by id')).toEqual([{ count: 20 }, { count: 1 }]);
});

test('guesses from one address have to wait, while the right token still works from another', async () => {
  const token = await issued();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await expect(create('x')).rejects.toMatchObject({ code: 'forbidden' });
  }
  await expect(create(token)).rejects.toMatchObject({ code: 'rate_limited' });
  const elsewhere = house.as({ kind: 'anonymous' }, { remoteAddress: '198.51.100.1' });
  await createFirstAdministrator(elsewhere, { token, username: 'ada', password });
});
