import { expect, test } from 'vitest';
import { ApiError, createClient, routes } from './index.ts';

const answer = (status: number, body: string) => async (url: string, init: RequestInit) => {
  seen.push([`${init.method} ${url}`, init.body as string | undefined]);
  return new Response(status === 204 ? null : body, { status });
};
const seen: [string, string | undefined][] = [];

test('fills parameters in encoded and repeats array values', async () => {
  const client = createClient({ baseUrl: 'http://x', fetch: answer(200, '{"data":[],"meta":{}}') });
  await client.call(routes.listBuilds, { query: { instance: ['A & B', 'C'], result: ['FAILURE'] } });
  expect(seen.at(-1)?.[0]).toBe('GET http://x/api/v1/builds?instance=A+%26+B&instance=C&result=FAILURE');
  await client
    .call(routes.resetPassword, { params: { username: 'a/b' }, body: { password: 'x'.repeat(15) } })
    .catch(() => undefined);
  expect(seen.at(-1)?.[0]).toBe('PUT http://x/api/v1/users/a%2Fb/password');
});

test('turns a foreign error page into one problem shape', async () => {
  const client = createClient({ baseUrl: '', fetch: answer(502, '<html>Bad gateway</html>') });
  const error = await client.call(routes.getHealth, {}).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).problem).toMatchObject({ status: 502, code: 'unexpected_answer' });
});

test('says unreachable when no answer comes', async () => {
  const client = createClient({
    baseUrl: 'http://127.0.0.1:1',
    fetch: async () => Promise.reject(new TypeError('fetch failed')),
  });
  await expect(client.call(routes.getHealth, {})).rejects.toMatchObject({
    problem: { code: 'unreachable', status: 0 },
  });
});
