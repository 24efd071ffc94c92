import type { User } from '@buildbutler/contract';
import { formatAge } from '../present.ts';
import type { Column } from '../table.ts';

/** One row a user. */
export function userColumns(nowMs: number): readonly Column<User>[] {
  return [
    { title: 'User', text: ({ username }) => username },
    { title: 'Role', text: ({ role }) => role },
    {
      title: 'Created',
      text: ({ createdAt }) => formatAge(createdAt, nowMs),
      plain: ({ createdAt }) => createdAt,
    },
    {
      title: 'State',
      text: ({ isDisabled }) => (isDisabled ? 'disabled' : 'active'),
      color: ({ isDisabled }, colors) => (isDisabled ? colors.yellow : String),
    },
    {
      title: 'Last sign-in',
      text: ({ lastSignInAt }) => (lastSignInAt === null ? 'never' : formatAge(lastSignInAt, nowMs)),
      plain: ({ lastSignInAt }) => lastSignInAt ?? '',
    },
  ];
}
