import { expect, test } from 'vitest';
import { createPasswords } from '../../src/operations/create-passwords.ts';

const passwords = createPasswords();
const word = 'correct horse battery staple';

test('a hash names Argon2id and its cost, and is another one every time', async () => {
  const [first, second] = [await passwords.hash(word), await passwords.hash(word)];
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(second).not.toBe(first);
  expect(await passwords.verify(word, first)).toBe(true);
  expect(await passwords.verify(`${word} `, first)).toBe(false);
  expect(await passwords.verify('', first)).toBe(false);
});

test('the hash of another program with another cost is understood', async () => {
  // From the tests of the reference implementation: phc-winner-argon2, src/test.c.
  const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(await passwords.verify('password', hash)).toBe(true);
  expect(await passwords.verify('Password', hash)).toBe(false);
});

test('one letter typed on two keyboards is the same letter', async () => {
  const hash = await passwords.hash('Gr\u00fc\u00dfe aus dem Keller');
  expect(await passwords.verify('Gru\u0308\u00dfe aus dem Keller', hash)).toBe(true);
});

test.each([
  null,
  '',
  'plain',
  '$argon2id$v=19$m=19456,t=2,p=1$$',
  '$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
])('nothing matches %j, not even nothing', async (hash) => {
  expect(await passwords.verify(word, hash)).toBe(false);
  expect(await passwords.verify('', hash)).toBe(false);
});

test('a crowd waits in line, and beyond that is turned away', async () => {
  const own = createPasswords();
  const outcomes = await Promise.allSettled(Array.from({ length: 110 }, () => own.verify(word, null)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(102);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
  expect(refused).toEqual(Array.from({ length: 8 }, () => 'rate_limited'));
  expect(await own.verify(word, await own.hash(word))).toBe(true);
});
