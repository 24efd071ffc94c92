import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSecretBox } from '../../src/secrets/open-secret-box.ts';

let folder: string;
let keyFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-secrets-'));
  keyFile = join(folder, 'secret.key');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (part: Partial<Parameters<typeof openSecretBox>[0]> = {}) =>
  openSecretBox({ keyFile, isKeyFileGiven: false, sealedText: null, keyCheck: null, ...part });
const row = 'connection:3:token';

describe('sealing', () => {
  test('what was sealed opens in its own row only, after a restart too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (plain, here, there) => {
        const { box } = open();
        const sealed = box.seal(plain, here);
        expect(sealed).toMatch(/^[\w.-]+$/);
        expect(open({ sealedText: sealed }).box.open(sealed, here)).toBe(plain);
        if (here !== there) expect(box.open(sealed, there)).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  test('a change of any letter is noticed', () => {
    const { box } = open();
    const sealed = box.seal('11a2b3c4d5', row);
    for (let at = 0; at < sealed.length; at += 1) {
      for (const letter of ['A', 'B', '.', '']) {
        const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
        if (changed !== sealed && decodesDifferently(changed, sealed)) expect(box.open(changed, row)).toBeNull();
      }
    }
    expect(box.open(`${sealed}AAAA`, row)).toBeNull();
    expect(box.open('', row)).toBeNull();
  });

  test('the same text is never sealed the same way twice', () => {
    const { box } = open();
    const sealed = Array.from({ length: 500 }, () => box.seal('same', row));
    expect(new Set(sealed.map((text) => text.split('.')[2])).size).toBe(500);
  });

  test('the plain text cannot be seen in the sealed one', () => {
    const plain = '11a2b3c4d5e6f708192a3b4c5d6e7f8091';
    const sealed = open().box.seal(plain, row);
    for (const form of [
      plain,
      Buffer.from(plain).toString('base64url'),
      Buffer.from(plain, 'hex').toString('base64url'),
    ]) {
      expect(sealed).not.toContain(form);
    }
  });
});

/** The last letter of base64 holds spare bits: two spellings of the same bytes are the same text. */
function decodesDifferently(left: string, right: string): boolean {
  const bytes = (text: string) =>
    JSON.stringify(text.split('.').map((part, at) => (at < 2 ? part : Buffer.from(part, 'base64url'))));
  return bytes(left) !== bytes(right);
}

describe('the key file', () => {
  test('is made at the first start, for its owner only, and nothing else is left in the folder', async () => {
    const { box, newKeyCheck, warning } = open();
    expect(box).toMatchObject({ isUnlocked: true, lockedReason: null });
    expect(newKeyCheck).toMatch(/^bb1\./);
    expect(warning).toBeNull();
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await readFile(keyFile, 'utf8'), 'base64')).toHaveLength(32);
    expect(await readdir(folder)).toEqual(['secret.key']);
  });

  test('stays the same at the next starts', async () => {
    const first = open();
    const before = await readFile(keyFile);
    const again = open({ keyCheck: first.newKeyCheck });
    expect(again.newKeyCheck).toBeNull();
    expect(again.box.open(first.box.seal('x', row), row)).toBe('x');
    expect(await readFile(keyFile)).toEqual(before);
  });

  test.each([
    ['hex', 'hex'],
    ['base64', 'base64'],
    ['base64url', 'base64url'],
  ] as const)('may be written by hand in %s', async (_name, encoding) => {
    await writeFile(keyFile, `${Buffer.alloc(32, 0xfb).toString(encoding)}\n`, { mode: 0o600 });
    const { box } = open({ isKeyFileGiven: true });
    expect(box.isUnlocked).toBe(true);
    expect(box.open(box.seal('x', row), row)).toBe('x');
  });

  test('that others can read gives a warning, not a refusal', async () => {
    open();
    await chmod(keyFile, 0o644);
    const { box, warning } = open();
    expect(box.isUnlocked).toBe(true);
    expect(warning).toBe(
      `Others on this machine can read the key file ${keyFile}. Make it yours alone: chmod 600 ${keyFile}`,
    );
  });

  test('removed or replaced while we run: nothing is sealed that the next start could not open', async () => {
    const { box } = open();
    const sealed = box.seal('x', row);
    const key = await readFile(keyFile);
    const refused = expect.objectContaining({
      code: 'unavailable',
      message: expect.stringMatching(/removed or replaced after BuildButler started, so nothing was stored/),
    });
    await rm(keyFile);
    expect(() => box.seal('y', row)).toThrow(refused);
    await writeFile(keyFile, Buffer.alloc(32, 7).toString('base64'));
    expect(() => box.seal('y', row)).toThrow(refused);
    expect(box.open(sealed, row)).toBe('x');
    await writeFile(keyFile, key);
    expect(box.open(box.seal('y', row), row)).toBe('y');
  });

  test('is made anew once nothing sealed is left', async () => {
    const first = open();
    await rm(keyFile);
    const second = open({ keyCheck: first.newKeyCheck });
    expect(second.box.isUnlocked).toBe(true);
    expect(second.newKeyCheck).not.toBeNull();
  });
});

describe('locked mode', () => {
  const expectLocked = ({ box, newKeyCheck, warning }: ReturnType<typeof open>, reason: RegExp) => {
    expect(box.isUnlocked).toBe(false);
    expect(box.lockedReason).toMatch(reason);
    expect(warning).toBe(box.lockedReason);
    expect(newKeyCheck).toBeNull();
    expect(() => box.seal('x', row)).toThrow(
      expect.objectContaining({ code: 'unavailable', message: box.lockedReason }),
    );
  };

  test('when the key is missing: no new key is made', async () => {
    const first = open();
    const sealedText = first.box.seal('x', row);
    await rm(keyFile);
    const locked = open({ sealedText, keyCheck: first.newKeyCheck });
    expectLocked(locked, /is missing\. Put it back and restart/);
    expect(locked.box.open(sealedText, row)).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  test('when it is another key, with or without the check value', async () => {
    const first = open();
    const sealedText = first.box.seal('x', row);
    await rm(keyFile);
    open();
    const other = await readFile(keyFile);
    expectLocked(
      open({ sealedText, keyCheck: first.newKeyCheck }),
      /is not the one that the stored tokens were sealed with/,
    );
    expectLocked(open({ sealedText }), /is not the one that the stored tokens were sealed with/);
    expect(await readFile(keyFile)).toEqual(other);
  });

  test.each(['', 'short', 'x'.repeat(64), '='.repeat(44), 'A'.repeat(45)])('when the file holds %j', async (text) => {
    await writeFile(keyFile, text, { mode: 0o600 });
    expectLocked(open(), /does not hold 32 bytes in base64 or hex/);
    expect(await readFile(keyFile, 'utf8')).toBe(text);
  });

  test('when the file cannot be read', () => {
    expectLocked(open({ keyFile: folder }), /cannot be read \(EISDIR\)/);
  });

  test('when a named file does not exist: it is not ours to make', async () => {
    expectLocked(open({ isKeyFileGiven: true }), /BUILDBUTLER_SECRET_KEY_FILE, does not exist/);
    expect(await readdir(folder)).toEqual([]);
  });

  test('when the folder is not there', () => {
    expectLocked(open({ keyFile: join(folder, 'gone', 'secret.key') }), /cannot be made \(ENOENT\)/);
  });

  test('is left by putting the right key back', async () => {
    const first = open();
    const sealedText = first.box.seal('x', row);
    const key = await readFile(keyFile);
    await rm(keyFile);
    expectLocked(open({ sealedText, keyCheck: first.newKeyCheck }), /missing/);
    await writeFile(keyFile, key, { mode: 0o600 });
    expect(open({ sealedText, keyCheck: first.newKeyCheck }).box.open(sealedText, row)).toBe('x');
  });
});
