import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OperationContext } from '../../src/operations/context.ts';
import { createConnection } from '../../src/operations/create-connection.ts';
import { deleteConnection } from '../../src/operations/delete-connection.ts';
import { getConnection } from '../../src/operations/get-connection.ts';
import { listConnections } from '../../src/operations/list-connections.ts';
import { loadConnectionSettings } from '../../src/operations/load-connection-settings.ts';
import { openSecrets } from '../../src/operations/open-secrets.ts';
import { pauseConnection } from '../../src/operations/pause-connection.ts';
import { resumeConnection } from '../../src/operations/resume-connection.ts';
import { testConnection } from '../../src/operations/test-connection.ts';
import { testUnsavedConnection } from '../../src/operations/test-unsaved-connection.ts';
import { updateConnection } from '../../src/operations/update-connection.ts';
import { connectionInput, type House, local, openHouse, plainToken } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await createConnection(house.ctx, connectionInput());
});
afterEach(() => house.close());

async function restart(): Promise<OperationContext & { warning: string | null }> {
  const { box, warning } = await openSecrets(house.ctx, { keyFile: house.keyFile, isKeyFileGiven: false });
  return { ...house.as(local, { secrets: box }), warning };
}
const ciphertext = () => house.rows('select token_sealed from connection');

test.each([
  ['missing', async () => undefined],
  // Another data directory's key.
  [
    'another one',
    async (keyFile: string) => {
      const other = await openHouse();
      await rm(keyFile, { force: true });
      await writeFile(keyFile, await readFile(other.keyFile), { mode: 0o600 });
      await other.close();
    },
  ],
])('with the key %s, everything can be read and nothing sealed is lost', async (_what, replaceKey) => {
  const [before, key] = [await ciphertext(), await readFile(house.keyFile)];
  const check = await house.rows("select value from setting where key = 'secret_key_check'");
  await rm(house.keyFile);
  await replaceKey(house.keyFile);
  const ctx = await restart();

  expect(ctx.secrets.isUnlocked).toBe(false);
  expect(ctx.warning).toBe(ctx.secrets.lockedReason);
  const refused = { code: 'unavailable', message: ctx.secrets.lockedReason };
  await expect(createConnection(ctx, connectionInput({ name: 'b', url: 'https://b' }))).rejects.toMatchObject(refused);
  await expect(updateConnection(ctx, { id: 1, change: { name: 'c' } })).rejects.toMatchObject(refused);
  await expect(updateConnection(ctx, { id: 1, change: { token: 'new' } })).rejects.toMatchObject(refused);
  expect((await listConnections(ctx)).data).toMatchObject([{ name: 'Production', hasToken: true }]);
  expect((await loadConnectionSettings(ctx)).map(({ token }) => token)).toEqual([null]);
  expect((await pauseConnection(ctx, { id: 1 })).paused).toBe(true);
  expect((await resumeConnection(ctx, { id: 1 })).paused).toBe(false);
  const tested = await testConnection(ctx, { id: 1 });
  expect(tested).toMatchObject({ ok: false, code: 'secret_unreadable' });
  expect(tested.message).toContain(ctx.secrets.lockedReason);
  expect(house.scripted.tested).toEqual([]);
  expect(await testUnsavedConnection(ctx, connectionInput())).toMatchObject({ ok: true });

  expect(await ciphertext()).toEqual(before);
  expect(await house.rows("select value from setting where key = 'secret_key_check'")).toEqual(check);
  await writeFile(house.keyFile, key, { mode: 0o600 });
  expect((await loadConnectionSettings(await restart()))[0]?.token).toBe(plainToken);
});

test('with the key lost for good, removing the connections makes room for a new one; their history stays', async () => {
  await rm(house.keyFile);
  await deleteConnection(await restart(), { id: 1, confirm: 'Production', deleteHistory: false });
  const ctx = await restart();
  expect(ctx.secrets.isUnlocked).toBe(true);
  expect(await createConnection(ctx, connectionInput())).toMatchObject({ id: 1 });
  expect((await loadConnectionSettings(await restart()))[0]?.token).toBe(plainToken);
});

test('a sealed token that was moved to another row, or changed, does not open', async () => {
  await createConnection(house.ctx, connectionInput({ name: 'Evil', url: 'https://evil', token: 'mine' }));
  await house.store.transaction(async (tx) => {
    const [stolen] = await tx.selectFrom('connection').select('token_sealed').where('id', '=', 1).execute();
    await tx
      .updateTable('connection')
      .set({ token_sealed: stolen?.token_sealed ?? null })
      .where('id', '=', 2)
      .execute();
  });
  expect((await loadConnectionSettings(house.ctx)).map(({ token }) => token)).toEqual([plainToken, null]);
  expect(await testConnection(house.ctx, { id: 2 })).toMatchObject({ code: 'secret_unreadable' });
  // Entering it again mends it.
  await updateConnection(house.ctx, { id: 2, change: { token: 'mine' } });
  expect((await loadConnectionSettings(house.ctx))[1]?.token).toBe('mine');
  expect((await getConnection(house.ctx, { id: 2 })).hasToken).toBe(true);
});
