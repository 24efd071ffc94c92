import type { Client } from '@buildbutler/contract';
import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { hasStatus } from './queries/query-client.ts';
import { sessionQuery, setupQuery } from './queries/session.ts';

/** What the guards of the routes work with. */
export interface RouterContext {
  readonly client: Client;
  readonly cache: QueryClient;
}

interface Entry {
  readonly context: RouterContext;
  readonly location: { readonly href: string };
}

async function isSetupNeeded({ client, cache }: RouterContext): Promise<boolean> {
  const { needed } = await cache.fetchQuery({ ...setupQuery(client), staleTime: 0 });
  return needed;
}

/** Lets signed-in people in; others go to the set-up or the login page, and from there back to where they wanted. */
export async function requireSession({ context, location }: Entry): Promise<void> {
  try {
    await context.cache.ensureQueryData(sessionQuery(context.client));
  } catch (error) {
    if (!hasStatus(error, 401)) throw error;
    if (await isSetupNeeded(context)) throw redirect({ to: '/setup', replace: true });
    throw redirect({ to: '/login', search: { from: location.href }, replace: true });
  }
}

/** The set-up page is there only until the first administrator exists. */
export async function requireSetup({ context }: Entry): Promise<void> {
  if (!(await isSetupNeeded(context))) throw redirect({ to: '/', replace: true });
}

/** Nobody can sign in before the first administrator exists. */
export async function requireNoSetup({ context }: Entry): Promise<void> {
  if (await isSetupNeeded(context)) throw redirect({ to: '/setup', replace: true });
}
