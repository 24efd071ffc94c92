import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountLinkLifetimeMs } from '../../src/operations/account-links.ts';
import { authenticateSession } from '../../src/operations/authenticate-session.ts';
import { authenticateToken } from '../../src/operations/authenticate-token.ts';
import { changeOwnPassword } from '../../src/operations/change-own-password.ts';
import { createInvitation } from '../../src/operations/create-invitation.ts';
import { createResetLink } from '../../src/operations/create-reset-link.ts';
import { createToken } from '../../src/operations/create-token.ts';
import { endOtherSessions, endSession, endUserSessions } from '../../src/operations/end-sessions.ts';
import { listAudit } from '../../src/operations/list-audit.ts';
import { listInvitations } from '../../src/operations/list-invitations.ts';
import { listOwnSessions, listUserSessions } from '../../src/operations/list-sessions.ts';
import { listUsers } from '../../src/operations/list-users.ts';
import { openLink } from '../../src/operations/open-link.ts';
import { redeemLink } from '../../src/operations/redeem-link.ts';
import { removeUser } from '../../src/operations/remove-user.ts';
import { resetPassword } from '../../src/operations/reset-password.ts';
import { signIn } from '../../src/operations/sign-in.ts';
import { auditLifetimeMs, sweepAccounts } from '../../src/operations/sweep-accounts.ts';
import { updateUser } from '../../src/operations/update-user.ts';
import { withdrawInvitation } from '../../src/operations/withdraw-invitation.ts';
import { anonymous, asUser, type House, openHouse, password } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.addUser('root', 'admin');
});
afterEach(() => house.close());

const root = () => house.as(asUser('admin', 1));
const nobody = (remoteAddress = '192.0.2.7') => house.as(anonymous, { remoteAddress });
const enter = (username: string, word = password) => signIn(nobody(), { username, password: word });
const tokenOf = ({ path }: { path: string }) => path.replace('/invite#token=', '');
const invite = async (role: 'viewer' | 'editor' | 'admin' = 'viewer') =>
  tokenOf(await createInvitation(root(), { role, note: 'Ada, payments' }));
const isIn = async (secret: string) => (await authenticateSession(house.ctx, { secret })) !== null;
const usernames = async () => (await listUsers(root())).data.map(({ username }) => username);
const actions = async () => (await house.audit()).map(({ action }) => action);

describe('an invitation', () => {
  test('makes one account of its role and signs in; it is stored hashed and works once', async () => {
    const token = await invite('editor');
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect((await house.rows('select token_hash from account_link'))[0]?.token_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await openLink(nobody(), { token })).toMatchObject({ kind: 'invitation', role: 'editor', username: null });
    const { secret, session } = await redeemLink(nobody(), { token, username: 'Ada', password });
    expect(session).toMatchObject({ username: 'Ada', role: 'editor' });
    expect(await isIn(secret)).toBe(true);
    const again = redeemLink(nobody(), { token, username: 'eve', password });
    await expect(again).rejects.toMatchObject({ code: 'not_found' });
    await expect(openLink(nobody(), { token })).rejects.toMatchObject({ code: 'not_found' });
    expect(await usernames()).toEqual(['root', 'Ada']);
    expect((await listInvitations(root())).data).toEqual([]);
    expect(await actions()).toEqual(['user.invited', 'user.created', 'session.created', 'user.link_refused']);
  });

  test('of two who use it at once, one gets in', async () => {
    const token = await invite();
    const outcomes = await Promise.allSettled(
      ['ada', 'eve'].map((username) => redeemLink(nobody(), { token, username, password })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await usernames()).toHaveLength(2);
  });

  test('ends after 72 hours, when it is withdrawn, and with the role of whoever made it', async () => {
    const late = await invite();
    await house.clock.advance(accountLinkLifetimeMs);
    await expect(openLink(nobody(), { token: late })).rejects.toMatchObject({ code: 'not_found' });
    expect((await listInvitations(root())).data).toMatchObject([{ isExpired: true, createdBy: 'admin' }]);

    const withdrawn = await invite();
    const { data } = await listInvitations(root());
    await withdrawInvitation(root(), { id: data[0]?.id ?? 0 });
    await expect(openLink(nobody(), { token: withdrawn })).rejects.toMatchObject({ code: 'not_found' });

    const second = await house.addUser('second', 'admin');
    const asSecond = house.as(asUser('admin', second.id));
    const links = [];
    for (const end of [
      () => updateUser(root(), { username: 'second', role: 'viewer' }),
      () => updateUser(root(), { username: 'second', isDisabled: true }),
      () => removeUser(root(), { username: 'second' }),
    ]) {
      await updateUser(root(), { username: 'second', role: 'admin', isDisabled: false });
      links.push(
        tokenOf(await createInvitation(asSecond, { role: 'admin', note: '' })),
        tokenOf(await createResetLink(asSecond, { username: 'root' })),
      );
      await end();
    }
    for (const [index, token] of links.entries()) {
      const opening = openLink(nobody(`198.51.100.${index}`), { token });
      await expect(opening).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test('gives no second account that could be taken for another', async () => {
    await house.addUser('Ada', 'viewer');
    await house.addUser('Müller', 'viewer');
    const token = await invite('admin');
    // Case, full width, Cyrillic а, Greek α, a decomposed ü, capital Ü.
    for (const username of ['ada', 'ＡＤＡ', 'Аda', 'αda', 'Mu\u0308ller'.normalize('NFKC'), 'MÜLLER']) {
      const taking = redeemLink(nobody(), { token, username, password });
      await expect(taking).rejects.toMatchObject({ code: 'conflict', details: [{ path: 'body.username' }] });
    }
    await expect(redeemLink(nobody(), { token, password })).rejects.toMatchObject({ code: 'unprocessable' });
    // Typed any of these ways, it is the one account.
    expect((await enter('MÜLLER')).session.username).toBe('Müller');
    await redeemLink(nobody(), { token, username: 'adam', password });
  });

  test('guesses have to wait, and fill one line of the audit log', async () => {
    const token = await invite();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(openLink(nobody(), { token: `x${attempt}` })).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(openLink(nobody(), { token })).rejects.toMatchObject({ code: 'rate_limited' });
    await openLink(nobody('198.51.100.1'), { token });
    const refused = await house.rows("select count from audit_entry where action = 'user.link_refused'");
    expect(refused).toEqual([{ count: 5 }]);
  });

  test('is a whole link where the server knows its address', async () => {
    const link = await createInvitation(house.as(asUser('admin', 1), { publicUrl: 'https://ci.example.com/' }), {
      role: 'viewer',
      note: '',
    });
    expect(link.url).toBe(`https://ci.example.com${link.path}`);
    expect((await createInvitation(root(), { role: 'viewer', note: '' })).url).toBeNull();
  });
});

describe('a reset link', () => {
  beforeEach(() => house.addUser('Ada', 'viewer'));

  test('sets a new password, ends sessions, keeps API tokens, and works once', async () => {
    const before = await enter('ada');
    const { token: apiToken } = await createToken(house.as(asUser('viewer', 2)), { name: 'CI', scopes: ['read:jobs'] });
    const older = tokenOf(await createResetLink(root(), { username: 'ada' }));
    const token = tokenOf(await createResetLink(root(), { username: 'ada' }));
    await expect(openLink(nobody(), { token: older })).rejects.toMatchObject({ code: 'not_found' });
    expect(await openLink(nobody(), { token })).toMatchObject({ kind: 'password_reset', username: 'Ada' });
    expect(await isIn(before.secret)).toBe(true);
    const next = 'a much better password';
    // A name that is sent along changes nothing.
    const { session } = await redeemLink(nobody(), { token, username: 'root', password: next });
    expect(session.username).toBe('Ada');
    expect(await isIn(before.secret)).toBe(false);
    expect(await authenticateToken(house.ctx, { token: apiToken })).not.toBeNull();
    await expect(enter('ada')).rejects.toMatchObject({ code: 'unauthorized' });
    await enter('ada', next);
    await expect(redeemLink(nobody(), { token, password })).rejects.toMatchObject({ code: 'not_found' });
    expect(await usernames()).toEqual(['root', 'Ada']);
  });

  test('is gone with a new password, with the account, and not made for a disabled one', async () => {
    const make = async () => tokenOf(await createResetLink(root(), { username: 'ada' }));
    const first = await make();
    await resetPassword(root(), { username: 'ada', password: 'a much better password' });
    const second = await make();
    const ada = house.as(asUser('viewer', 2));
    await changeOwnPassword(ada, { currentPassword: 'a much better password', newPassword: password });
    const third = await make();
    await updateUser(root(), { username: 'ada', isDisabled: true });
    for (const token of [first, second, third]) {
      await expect(redeemLink(nobody(), { token, password })).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(make()).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('disabling and removing', () => {
  test.each([
    ['disabled', () => updateUser(root(), { username: 'ADA', isDisabled: true })],
    ['removed', () => removeUser(root(), { username: 'ADA' })],
  ])('somebody %s is out at once, with every session and API token', async (_word, act) => {
    await house.addUser('Ada', 'admin');
    const ada = house.as(asUser('admin', 2));
    const { secret } = await enter('ada');
    const { token } = await createToken(ada, { name: 'CI', scopes: ['admin'] });
    await act();
    expect(await isIn(secret)).toBe(false);
    expect(await authenticateToken(house.ctx, { token })).toBeNull();
    await expect(enter('ada')).rejects.toMatchObject({ code: expect.stringMatching(/forbidden|unauthorized/) });
    // A request that was let in just before does nothing any more.
    await expect(createToken(ada, { name: 'x', scopes: ['admin'] })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createInvitation(ada, { role: 'admin', note: '' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(updateUser(ada, { username: 'ada', isDisabled: false })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('only somebody who knows the password learns that an account is disabled; enabling brings no token back', async () => {
    await house.addUser('Ada', 'viewer');
    const { token } = await createToken(house.as(asUser('viewer', 2)), { name: 'CI', scopes: ['read:jobs'] });
    await updateUser(root(), { username: 'ada', isDisabled: true });
    await expect(enter('ada', 'wrong')).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(enter('ada')).rejects.toMatchObject({ code: 'forbidden', message: expect.stringMatching(/disabled/) });
    expect(await house.rows('select * from session')).toEqual([]);
    await updateUser(root(), { username: 'ada', isDisabled: false });
    await enter('ada');
    expect(await authenticateToken(house.ctx, { token })).toBeNull();
  });

  test('the last administrator who can sign in stays', async () => {
    await house.addUser('Ada', 'admin');
    await updateUser(root(), { username: 'ada', isDisabled: true });
    const acts = [
      () => updateUser(root(), { username: 'root', role: 'viewer' }),
      () => updateUser(root(), { username: 'root', isDisabled: true }),
      () => removeUser(root(), { username: 'root' }),
      () => removeUser(house.ctx, { username: 'root' }),
    ];
    for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'conflict' });
    await removeUser(root(), { username: 'ada' });
    expect((await listUsers(root())).data).toMatchObject([{ username: 'root', role: 'admin', isDisabled: false }]);
  });

  test.each([
    ['demote', (ctx: House['ctx'], username: string) => updateUser(ctx, { username, role: 'viewer' })],
    ['disable', (ctx: House['ctx'], username: string) => updateUser(ctx, { username, isDisabled: true })],
    ['remove', (ctx: House['ctx'], username: string) => removeUser(ctx, { username })],
  ])('two administrators who %s each other at once: one is left', async (_word, act) => {
    await house.addUser('Ada', 'admin');
    const acts = [act(root(), 'ada'), act(house.as(asUser('admin', 2)), 'root')];
    const outcomes = await Promise.allSettled(acts);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const living = await house.rows(`select username from "user" where role = 'admin' and disabled_at_ms is null`);
    expect(living).toHaveLength(1);
  });
});

describe('sessions', () => {
  beforeEach(() => house.addUser('Ada', 'viewer'));
  const ada = () => house.as(asUser('viewer', 2));
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';
  const enterWith = (address: string, userAgent: string | null, replacedSecret: string | null = null) =>
    signIn(nobody(address), { username: 'ada', password, browser: { userAgent, replacedSecret } });

  test('are listed without their secrets, coarse, and ended one by one or all but this one', async () => {
    const here = await enterWith('192.0.2.7', firefox);
    const there = await enterWith('2001:db8:1:2::3', null);
    const third = await enterWith('198.51.100.1', 'curl/8.5');
    const { data } = await listOwnSessions(ada(), { secret: here.secret });
    const hash = (await house.rows('select id_hash from session')).map(({ id_hash }) => String(id_hash));
    expect(data).toHaveLength(3);
    expect(data.find(({ isCurrent }) => isCurrent)).toMatchObject({
      network: '192.0.2.x',
      device: 'Firefox 133 on Linux',
    });
    for (const secret of [here.secret, ...hash, ...hash.map((text) => text.slice(0, 16))]) {
      expect(JSON.stringify(data)).not.toContain(secret);
    }
    const id = data.find(({ network }) => network === '2001:db8:1::')?.id ?? '';
    const bob = house.as(asUser('viewer', (await house.addUser('Bob', 'viewer')).id));
    await expect(endSession(bob, { id })).rejects.toMatchObject({ code: 'not_found' });
    await endSession(ada(), { id });
    expect(await isIn(there.secret)).toBe(false);
    expect(await endOtherSessions(ada(), { secret: here.secret })).toEqual({ ended: 1 });
    expect([await isIn(here.secret), await isIn(third.secret)]).toEqual([true, false]);
  });

  test('an administrator sees and ends those of a user', async () => {
    const { secret } = await enterWith('192.0.2.7', firefox);
    const other = await enterWith('192.0.2.8', firefox);
    const { data } = await listUserSessions(root(), { secret: null, username: 'ADA' });
    expect(data).toHaveLength(2);
    await endSession(root(), { id: data[0]?.id ?? '' });
    expect(await endUserSessions(root(), { username: 'ada' })).toEqual({ ended: 1 });
    expect([await isIn(secret), await isIn(other.secret)]).toEqual([false, false]);
    await expect(listUserSessions(ada(), { secret: null, username: 'root' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(endUserSessions(root(), { username: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('signing in anew takes the place of the session that the browser had', async () => {
    const first = await enterWith('192.0.2.7', firefox);
    const second = await enterWith('192.0.2.7', firefox, first.secret);
    expect([await isIn(first.secret), await isIn(second.secret)]).toEqual([false, true]);
  });

  test('one’s own password needs the old one; then every other session is out and this one is renewed', async () => {
    const here = await enterWith('192.0.2.7', firefox);
    const next = 'a much better password';
    const wrong = changeOwnPassword(ada(), { currentPassword: 'wrong', newPassword: next });
    await expect(wrong).rejects.toMatchObject({ code: 'unprocessable', details: [{ path: 'body.currentPassword' }] });
    const renewed = await changeOwnPassword(ada(), { currentPassword: password, newPassword: next });
    expect([await isIn(here.secret), await isIn(renewed?.secret ?? '')]).toEqual([false, true]);
    await expect(enter('ada')).rejects.toMatchObject({ code: 'unauthorized' });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(changeOwnPassword(ada(), { currentPassword: 'x', newPassword: next })).rejects.toBeDefined();
    }
    // Guesses with a stolen session use up the same allowance as those at the sign-in page.
    const waiting = changeOwnPassword(ada(), { currentPassword: next, newPassword: password });
    await expect(waiting).rejects.toMatchObject({ code: 'rate_limited' });
  });
});

describe('the audit log', () => {
  const ask = async (question: Parameters<typeof listAudit>[1] extends infer Q ? Partial<Q> : never = {}) =>
    (await listAudit(root(), { page: 1, per_page: 100, ...question })).data.map(({ action }) => action);

  test('tells who did what, and is narrowed by person, action and time', async () => {
    await invite();
    await house.clock.advance(1_000);
    const second = new Date(house.clock.nowMs()).toISOString();
    await house.addUser('Ada', 'viewer');
    await enter('ada');
    await updateUser(root(), { username: 'ada', role: 'editor' });
    expect(await ask()).toEqual(['user.role_changed', 'session.created', 'user.invited']);
    expect(await ask({ actor: 'ADA' })).toEqual(['session.created']);
    expect(await ask({ action: 'user' })).toEqual(['user.role_changed', 'user.invited']);
    expect(await ask({ action: 'user.invited' })).toEqual(['user.invited']);
    expect(await ask({ action: 'use' })).toEqual([]);
    expect(await ask({ since: second })).toEqual(['user.role_changed', 'session.created']);
    expect(await ask({ until: second })).toEqual(['user.invited']);
    expect(await listAudit(root(), { page: 2, per_page: 2 })).toMatchObject({
      data: [{ actor: 'admin', action: 'user.invited', address: '192.0.2.7', count: 1 }],
      meta: { page: 2, per_page: 2, total: 3 },
    });
    await expect(listAudit(house.as(asUser('editor', 1)), { page: 1, per_page: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('loses what is older than 400 days, however much it is, and nothing else', async () => {
    await house.store.transaction(async (tx) => {
      const line = { actor: 'x', action: 'token.created', subject: 'x', detail: '', address: null, last_at_ms: null };
      const rows = Array.from({ length: 1_201 }, () => ({ ...line, at_ms: house.clock.nowMs() }));
      await tx.insertInto('audit_entry').values(rows).execute();
    });
    await house.clock.advance(auditLifetimeMs);
    const count = async () => (await house.rows('select count(*) as count from audit_entry'))[0]?.count;
    await sweepAccounts(house.ctx, new AbortController().signal);
    expect(await count()).toBe(1_201);
    await invite();
    await house.clock.advance(1);
    await sweepAccounts(house.ctx, new AbortController().signal);
    expect(await count()).toBe(1);
  });
});
