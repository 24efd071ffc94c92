import type { User } from '@buildbutler/contract';
import { useSession } from '../../queries/session.ts';
import { Badge } from '../../ui/badge.tsx';
import tables from '../../ui/plain-table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { roleWords } from './role-words.ts';
import { UserActions } from './user-actions.tsx';
import classes from './users-page.module.css';

/** Everybody who has an account. */
export function UserTable({ users }: { users: readonly User[] }) {
  const { data: session } = useSession();
  return (
    <div className={tables.frame}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">User name</th>
            <th scope="col" className={classes.role}>
              Role
            </th>
            <th scope="col" className={classes.time}>
              Created
            </th>
            <th scope="col" className={classes.time}>
              Last sign-in
            </th>
            <th scope="col" className={classes.actions}>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.username} className={classes.row}>
              <td className={tables.name}>
                {user.username}
                {user.username === session?.username && <span className={classes.you}>you</span>}
                {user.isDisabled && (
                  <span className={classes.state}>
                    <Badge tone="unstable">Disabled</Badge>
                  </span>
                )}
              </td>
              <td data-label="Role">{roleWords[user.role].label}</td>
              <td data-label="Created" className={tables.muted}>
                <TimeAgo at={user.createdAt} />
              </td>
              <td data-label="Last sign-in" className={tables.muted}>
                {user.lastSignInAt === null ? 'Never' : <TimeAgo at={user.lastSignInAt} />}
              </td>
              <td className={`${tables.end} ${classes.menu}`}>
                <UserActions user={user} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
