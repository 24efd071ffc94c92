import { createdTokenSchema, tokenSchema } from '@buildbutler/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Principal, Role, Scope } from '../../src/core/principal.ts';
import { authenticateToken } from '../../src/operations/authenticate-token.ts';
import { createToken } from '../../src/operations/create-token.ts';
import { getSession } from '../../src/operations/get-session.ts';
import { listTokens } from '../../src/operations/list-tokens.ts';
import { revokeToken } from '../../src/operations/revoke-token.ts';
import { anonymous, asUser, type House, openHouse } from './house.ts';

let house: House;
let admin: Principal;
let viewer: Principal;
beforeEach(async () => {
  house = await openHouse();
  admin = asUser('admin', (await house.addUser('root', 'admin')).id);
  viewer = asUser('viewer', (await house.addUser('vera', 'viewer')).id);
});
afterEach(() => house.close());

const make = (principal: Principal, scopes: Scope[] = ['read:jobs'], expiresAt?: string) =>
  createToken(house.as(principal), { name: 'CI', scopes, expiresAt });
const yearMs = 365 * 86_400_000;

test('a token is shown once, stored hashed, and good for a year', async () => {
  const created = await make(viewer, ['read:jobs', 'read:builds', 'read:jobs']);
  expect(createdTokenSchema.parse(created)).toEqual(created);
  expect(created.token).toMatch(/^bb_live_[\w-]{43}$/);
  expect(created.scopes).toEqual(['read:jobs', 'read:builds']);
  expect(Date.parse(created.expiresAt)).toBe(house.clock.nowMs() + yearMs);
  expect((await house.rows('select token_hash from api_token'))[0]?.token_hash).toMatch(/^[0-9a-f]{64}$/);

  const principal = await authenticateToken(house.ctx, { token: created.token });
  expect(principal).toEqual({
    kind: 'token',
    tokenId: created.id,
    userId: 2,
    username: 'vera',
    role: 'viewer',
    scopes: ['read:jobs', 'read:builds'],
  });
  const { data } = await listTokens(house.as(viewer));
  expect(data.map((token) => tokenSchema.strict().parse(token))).toMatchObject([{ id: created.id, name: 'CI' }]);
});

test('nothing but the token itself is accepted', async () => {
  const { token } = await make(viewer);
  const hash = String((await house.rows('select token_hash from api_token'))[0]?.token_hash);
  for (const other of ['', 'bb_live_', hash, `bb_live_${hash}`, token.slice(8), `${token}x`, token.toLowerCase()]) {
    expect(await authenticateToken(house.ctx, { token: other })).toBeNull();
  }
});

test('a token ends at its time', async () => {
  const expiresAt = new Date(house.clock.nowMs() + 1000).toISOString();
  const { token } = await make(viewer, ['read:jobs'], expiresAt);
  await house.clock.advance(999);
  expect(await authenticateToken(house.ctx, { token })).not.toBeNull();
  await house.clock.advance(1);
  expect(await authenticateToken(house.ctx, { token })).toBeNull();
  expect((await listTokens(house.as(viewer))).data).toHaveLength(1);
  await expect(make(viewer, ['read:jobs'], expiresAt)).rejects.toMatchObject({
    code: 'unprocessable',
    details: [{ path: 'expiresAt' }],
  });
});

test('the last use is noted once a minute', async () => {
  const { token } = await make(viewer);
  const lastUsed = async () => (await listTokens(house.as(viewer))).data[0]?.lastUsedAt;
  expect(await lastUsed()).toBeNull();
  const firstMs = house.clock.nowMs();
  await authenticateToken(house.ctx, { token });
  await house.clock.advance(59_000);
  await authenticateToken(house.ctx, { token });
  expect(await lastUsed()).toBe(new Date(firstMs).toISOString());
  await house.clock.advance(1_000);
  await authenticateToken(house.ctx, { token });
  expect(await lastUsed()).toBe(new Date(firstMs + 60_000).toISOString());
});

test.each<[Role, Scope, boolean]>([
  ['viewer', 'read:analytics', true],
  ['viewer', 'write:alerts', false],
  ['viewer', 'write:connections', false],
  ['viewer', 'admin', false],
  ['editor', 'write:alerts', true],
  ['editor', 'write:connections', false],
  ['editor', 'admin', false],
  ['admin', 'write:connections', true],
  ['admin', 'admin', true],
])('as %s the scope %s: %s', async (role, scope, isAllowed) => {
  const making = make(asUser(role, 1), ['read:jobs', scope]);
  if (isAllowed) await making;
  else await expect(making).rejects.toMatchObject({ code: 'forbidden', details: [{ path: 'scopes' }] });
  expect(await house.rows('select * from api_token')).toHaveLength(isAllowed ? 1 : 0);
});

test('a revoked token is out at once; one’s own, and for administrators anybody’s', async () => {
  const [first, second, ofRoot] = [await make(viewer), await make(viewer), await make(admin)];
  await expect(revokeToken(house.as(viewer), { id: ofRoot.id })).rejects.toMatchObject({ code: 'not_found' });
  await revokeToken(house.as(viewer), { id: first.id });
  await revokeToken(house.as(admin), { id: second.id });
  await expect(revokeToken(house.as(admin), { id: second.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(revokeToken(house.as(admin), { id: 99 })).rejects.toMatchObject({ code: 'not_found' });
  expect(await authenticateToken(house.ctx, { token: first.token })).toBeNull();
  expect(await authenticateToken(house.ctx, { token: second.token })).toBeNull();
  expect(await authenticateToken(house.ctx, { token: ofRoot.token })).not.toBeNull();
  expect((await house.audit()).map(({ action }) => action)).toEqual([
    'token.created',
    'token.created',
    'token.created',
    'token.revoked',
    'token.revoked',
  ]);
});

test('people see their own tokens, administrators and this machine all of them', async () => {
  const [mine, roots] = [await make(viewer), await make(admin)];
  const seen = async (principal: Principal) => (await listTokens(house.as(principal))).data.map(({ id }) => id);
  expect(await seen(viewer)).toEqual([mine.id]);
  expect(await seen(admin)).toEqual([mine.id, roots.id]);
  expect(await seen({ kind: 'local' })).toEqual([mine.id, roots.id]);
  await expect(seen(anonymous)).rejects.toMatchObject({ code: 'unauthorized' });
});

test('only a token with the scope admin makes tokens', async () => {
  const weak = await authenticateToken(house.ctx, { token: (await make(admin, ['write:connections'])).token });
  const strong = await authenticateToken(house.ctx, { token: (await make(admin, ['admin'])).token });
  await expect(make(weak ?? anonymous)).rejects.toMatchObject({ code: 'forbidden' });
  const made = await make(strong ?? anonymous, ['read:builds']);
  expect(await house.rows(`select user_id from api_token where id = ${made.id}`)).toEqual([{ user_id: 1 }]);
  expect(await getSession(house.as(strong ?? anonymous), { secret: null })).toMatchObject({
    username: 'root',
    role: 'admin',
  });
});

test('this machine makes tokens for the oldest administrator, if there is one', async () => {
  const made = await make({ kind: 'local' }, ['admin']);
  expect(await house.rows(`select user_id from api_token where id = ${made.id}`)).toEqual([{ user_id: 1 }]);
  const empty = await openHouse();
  try {
    await expect(createToken(empty.ctx, { name: 'CI', scopes: ['admin'] })).rejects.toMatchObject({
      code: 'unprocessable',
    });
  } finally {
    await empty.close();
  }
});

test('a lowered role counts for tokens that were made before', async () => {
  const { token } = await make(admin, ['admin']);
  await house.store.transaction(async (tx) => {
    await tx.updateTable('user').set({ role: 'viewer' }).where('id', '=', 1).execute();
  });
  expect(await authenticateToken(house.ctx, { token })).toMatchObject({ role: 'viewer', scopes: ['admin'] });
});
