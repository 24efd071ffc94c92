import type { RouteAnswer, routes } from '@buildbutler/contract';
import { formatAge } from '../present.ts';
import type { Column } from '../table.ts';

export type Token = RouteAnswer<typeof routes.listTokens>['data'][number];

/** One row a token; the token itself was shown once. */
export function tokenColumns(nowMs: number): readonly Column<Token>[] {
  return [
    { title: 'ID', text: ({ id }) => String(id) },
    { title: 'Name', text: ({ name }) => name, canShrink: true },
    { title: 'Scopes', text: ({ scopes }) => scopes.join(', '), plain: ({ scopes }) => scopes.join(',') },
    {
      title: 'Expires',
      text: ({ expiresAt }) => (Date.parse(expiresAt) <= nowMs ? 'expired' : expiresAt.slice(0, 10)),
      plain: ({ expiresAt }) => expiresAt,
      color: ({ expiresAt }, colors) => (Date.parse(expiresAt) <= nowMs ? colors.red : String),
    },
    {
      title: 'Last used',
      text: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : formatAge(lastUsedAt, nowMs)),
      plain: ({ lastUsedAt }) => lastUsedAt ?? '',
    },
    { title: 'Owner', text: ({ username }) => username },
  ];
}
