import { inject } from 'vitest';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

async function ask(method: 'GET' | 'POST' | 'DELETE', path: string): Promise<string> {
  const answer = await fetch(`${inject('postgresDoor')}/${path}`, { method });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

/** The certificate (PEM) of the authority that a client of the run's server has to trust. */
export function serverAuthority(): Promise<string> {
  return ask('GET', '');
}

/** A database of its own on the run's PostgreSQL server, which is started when nobody has asked before; with our tables or empty. */
export async function createDatabase({ isEmpty = false } = {}): Promise<TestDatabase> {
  const url = await ask('POST', isEmpty ? '?empty' : '');
  const name = new URL(url).pathname.slice(1);
  return { url, drop: async () => void (await ask('DELETE', name)) };
}
