import { sessionSchema } from '@buildbutler/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { authenticateSession } from '../../src/operations/authenticate-session.ts';
import { getSession } from '../../src/operations/get-session.ts';
import { listUsers } from '../../src/operations/list-users.ts';
import { resetPassword } from '../../src/operations/reset-password.ts';
import { sessionIdleMs, sessionLifetimeMs } from '../../src/operations/sessions.ts';
import { signIn } from '../../src/operations/sign-in.ts';
import { createSignInThrottle, networkOf, type SignInThrottle } from '../../src/operations/sign-in-throttle.ts';
import { signOut } from '../../src/operations/sign-out.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { anonymous, asUser, type House, openHouse, password } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.addUser('Ada', 'editor');
});
afterEach(() => house.close());

const from = (remoteAddress: string) => house.as(anonymous, { remoteAddress });
const enter = (username = 'ada', word = password) => signIn(from('192.0.2.7'), { username, password: word });
const wrong = { code: 'unauthorized', message: 'The user name or the password is wrong.' };

test('a name in any case and the right password begin a session that is stored hashed', async () => {
  const { session, secret, expiresAtMs } = await enter(' ADA ');
  expect(sessionSchema.parse(session)).toEqual(session);
  expect(session).toEqual({ username: 'Ada', role: 'editor', expiresAt: new Date(expiresAtMs).toISOString() });
  expect(expiresAtMs).toBe(house.clock.nowMs() + sessionLifetimeMs);
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect((await house.rows('select id_hash from session'))[0]?.id_hash).toMatch(/^[0-9a-f]{64}$/);
  const principal = await authenticateSession(house.ctx, { secret });
  expect(principal).toEqual({ kind: 'user', userId: 1, username: 'Ada', role: 'editor' });
  expect(await getSession(house.as(principal ?? anonymous), { secret })).toEqual(session);
});

test('a wrong password and an unknown name sound the same; what was typed as a name is not written down', async () => {
  await expect(enter('ada', 'wrong')).rejects.toMatchObject(wrong);
  await expect(enter('my-secret-password-in-the-wrong-field')).rejects.toMatchObject(wrong);
  await expect(enter('', '')).rejects.toMatchObject(wrong);
  expect(await house.rows('select action, subject, count from audit_entry order by id')).toEqual([
    { action: 'session.refused', subject: 'user Ada', count: 1 },
    { action: 'session.refused', subject: '(unknown user)', count: 2 },
  ]);
  expect(await house.rows('select * from session')).toEqual([]);
});

test('no other secret opens a session', async () => {
  const { secret } = await enter();
  const hash = String((await house.rows('select id_hash from session'))[0]?.id_hash);
  for (const other of ['', 'x', hash, `${secret}x`, secret.toUpperCase()]) {
    expect(await authenticateSession(house.ctx, { secret: other })).toBeNull();
  }
});

test('a session ends after 30 days, or after a week without use', async () => {
  const { secret } = await enter();
  const isIn = async () => (await authenticateSession(house.ctx, { secret })) !== null;
  await house.clock.advance(sessionIdleMs - 1);
  expect(await isIn()).toBe(true);
  for (let week = 0; week < 3; week += 1) {
    await house.clock.advance(sessionIdleMs - 1);
    expect(await isIn()).toBe(true);
  }
  await house.clock.advance(3 * 86_400_000);
  expect(await isIn()).toBe(false);

  const second = await enter();
  await house.clock.advance(sessionIdleMs);
  expect(await authenticateSession(house.ctx, { secret: second.secret })).toBeNull();
  // The next sign-in sweeps out what has ended.
  await enter();
  expect(await house.rows('select count(*) as count from session')).toEqual([{ count: 1 }]);
});

test('signing out ends this session and no other', async () => {
  const [here, there] = [await enter(), await enter()];
  await signOut(house.as(asUser('editor')), { secret: here.secret });
  expect(await authenticateSession(house.ctx, { secret: here.secret })).toBeNull();
  expect(await authenticateSession(house.ctx, { secret: there.secret })).not.toBeNull();
  expect((await house.audit()).at(-1)).toMatchObject({ action: 'session.ended' });
  await expect(signOut(house.as(anonymous), { secret: there.secret })).rejects.toMatchObject({ code: 'unauthorized' });
});

test('a new password ends every session of its user and leaves those of others', async () => {
  await house.addUser('Bob', 'viewer');
  const root = await house.addUser('root', 'admin');
  const ada = await enter();
  const bob = await enter('bob');
  const next = 'a much better password';
  await resetPassword(house.as(asUser('admin', root.id)), { username: 'ADA', password: next });
  expect(await authenticateSession(house.ctx, { secret: ada.secret })).toBeNull();
  expect(await authenticateSession(house.ctx, { secret: bob.secret })).not.toBeNull();
  await expect(enter()).rejects.toMatchObject(wrong);
  await enter('ada', next);
  await expect(resetPassword(house.ctx, { username: 'carol', password: next })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(resetPassword(house.as(asUser('editor')), { username: 'ada', password: next })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('the password that is being replaced does not begin a session any more', async () => {
  const entering = signIn(
    house.as(anonymous, {
      passwords: {
        ...house.ctx.passwords,
        async verify(word, hash) {
          await resetPassword(house.ctx, { username: 'ada', password: 'a much better password' });
          return house.ctx.passwords.verify(word, hash);
        },
      },
    }),
    { username: 'ada', password },
  );
  await expect(entering).rejects.toMatchObject(wrong);
  expect(await house.rows('select * from session')).toEqual([]);
});

test('users are listed for administrators, without their hashes', async () => {
  const createdAt = new Date(house.clock.nowMs()).toISOString();
  expect(await listUsers(house.as(asUser('admin')))).toEqual({
    data: [{ username: 'Ada', role: 'editor', isDisabled: false, createdAt, lastSignInAt: null }],
  });
  await expect(listUsers(house.as(asUser('editor')))).rejects.toMatchObject({ code: 'forbidden' });
});

test('after five wrong passwords even the right one has to wait, and the wait ends', async () => {
  for (let attempt = 0; attempt < 5; attempt += 1) await expect(enter('ada', 'wrong')).rejects.toMatchObject(wrong);
  await expect(enter()).rejects.toMatchObject({
    code: 'rate_limited',
    message: 'Too many attempts. Try again in 60 s.',
  });
  // Elsewhere the owner gets in all the time.
  await signIn(from('198.51.100.1'), { username: 'ada', password });
  await house.clock.advance(59_000);
  await expect(enter()).rejects.toMatchObject({ message: 'Too many attempts. Try again in 1 s.' });
  await house.clock.advance(1_000);
  await enter();
});

test('the right password clears the typing errors before it', async () => {
  for (let round = 0; round < 3; round += 1) {
    for (let attempt = 0; attempt < 4; attempt += 1) await expect(enter('ada', 'wrong')).rejects.toMatchObject(wrong);
    await enter();
  }
});

test('attempts at the same moment are counted before their passwords are looked at', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => enter('ada', 'wrong')));
  const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'in'));
  expect(codes.filter((code) => code === 'unauthorized')).toHaveLength(5);
  expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(15);
});

describe('the throttle', () => {
  let clock: ManualClock;
  let throttle: SignInThrottle;
  beforeEach(() => {
    clock = new ManualClock();
    throttle = createSignInThrottle(clock);
  });
  const attempts = (count: number, account: string, address: string | null) =>
    Array.from({ length: count }, () => throttle.begin(account, address)).filter((waitMs) => waitMs === 0).length;

  test('right passwords cost nothing', () => {
    for (let time = 0; time < 500; time += 1) {
      expect(throttle.begin('ada', 'a')).toBe(0);
      throttle.succeeded('ada', 'a');
    }
  });

  test('a success clears the typing errors before it', () => {
    attempts(4, 'ada', 'a');
    throttle.begin('ada', 'a');
    throttle.succeeded('ada', 'a');
    expect(attempts(9, 'ada', 'a')).toBe(5);
  });

  test('one address cannot try many accounts', async () => {
    const tried = Array.from({ length: 100 }, (_, index) => attempts(1, `user${index}`, 'a'));
    expect(tried.filter((count) => count === 1)).toHaveLength(30);
    await clock.advance(10_000);
    expect(attempts(3, 'somebody', 'a')).toBe(1);
  });

  test('many addresses get one attempt a minute each, and the owner still gets in from anywhere', async () => {
    const botnet = Array.from({ length: 200 }, (_, index) => `10.0.0.${index}`);
    const tried = botnet.map((address) => attempts(5, 'ada', address));
    // The first ten use up what the account has; from then on every newcomer gets one.
    expect(tried.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 5));
    expect(tried.slice(10)).toEqual(Array.from({ length: 190 }, () => 1));
    expect(throttle.begin('ada', 'home')).toBe(0);
    await clock.advance(60_000);
    expect(throttle.begin('ada', 'home')).toBe(0);
  });

  test('accounts are the same in any case, and apart from each other', () => {
    expect(attempts(3, 'ada', 'a') + attempts(3, 'ADA', 'a')).toBe(5);
    expect(attempts(5, 'bob', 'a')).toBe(5);
  });

  test('waiting is told exactly and never grows by asking', async () => {
    attempts(5, 'ada', 'a');
    expect([1, 2, 3].map(() => throttle.begin('ada', 'a'))).toEqual([60_000, 60_000, 60_000]);
    await clock.advance(45_000);
    expect(throttle.begin('ada', 'a')).toBe(15_000);
    await clock.advance(15_000);
    expect([throttle.begin('ada', 'a'), throttle.begin('ada', 'a')]).toEqual([0, 60_000]);
  });

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test('an IPv6 network of one person is one address', () => {
    const tried = Array.from({ length: 20 }, (_, index) => attempts(1, 'ada', `2001:db8:1:2::${index}`));
    expect(tried.filter((count) => count === 1)).toHaveLength(5);
  });
});
