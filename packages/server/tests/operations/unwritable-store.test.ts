import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authenticateSession } from '../../src/operations/authenticate-session.ts';
import { authenticateToken } from '../../src/operations/authenticate-token.ts';
import { createConnection } from '../../src/operations/create-connection.ts';
import { createToken } from '../../src/operations/create-token.ts';
import { getSetup } from '../../src/operations/get-setup.ts';
import { listConnections } from '../../src/operations/list-connections.ts';
import { signIn } from '../../src/operations/sign-in.ts';
import { updateConnection } from '../../src/operations/update-connection.ts';
import { isEmbedded } from '../storage/back-end-of-run.ts';
import { anonymous, connectionInput, type House, openHouse, password } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.addUser('ada', 'admin');
  await createConnection(house.ctx, connectionInput());
});
afterEach(() => house.close());

async function setReadOnly(isReadOnly: boolean): Promise<void> {
  if (isEmbedded) await sql.raw(`pragma query_only = ${isReadOnly}`).execute(house.store.db);
  else await house.observed.setReadOnly(isReadOnly);
}
const refuseWrites = () => setReadOnly(true);
const takeWrites = () => setReadOnly(false);

test('while the store takes no writes, people who are known still read; nobody is told that a change was stored', async () => {
  const enter = () => signIn(house.as(anonymous), { username: 'ada', password });
  const { secret } = await enter();
  const { token } = await createToken(house.ctx, { name: 'CI', scopes: ['read:jobs'] });
  await house.clock.advance(3_600_000);
  await refuseWrites();

  expect(await authenticateSession(house.ctx, { secret })).toMatchObject({ username: 'ada' });
  expect(await authenticateToken(house.ctx, { token })).toMatchObject({ username: 'ada' });
  expect((await listConnections(house.ctx)).data).toHaveLength(1);
  expect(await getSetup(house.as(anonymous))).toEqual({ needed: false });
  const refused = { code: 'unavailable', message: expect.stringMatching(/read-only/) };
  await expect(updateConnection(house.ctx, { id: 1, change: { name: 'New' } })).rejects.toMatchObject(refused);
  await expect(createConnection(house.ctx, connectionInput({ name: 'b', url: 'https://b' }))).rejects.toMatchObject(
    refused,
  );
  await expect(enter()).rejects.toMatchObject(refused);
  expect(house.changes).toEqual([['Production']]);

  await takeWrites();
  expect((await updateConnection(house.ctx, { id: 1, change: { name: 'New' } })).name).toBe('New');
  await enter();
});
