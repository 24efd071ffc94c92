import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../../queries/session.ts';
import { useUsers } from '../../queries/users.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import tables from '../../ui/plain-table.module.css';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { SetPassword } from './set-password.tsx';
import classes from './users-page.module.css';

const roleWords = { viewer: 'Viewer', editor: 'Editor', admin: 'Administrator' };

/** Settings → Users. */
export function UsersPage() {
  const { data, error, refetch } = useUsers();
  const { data: session } = useSession();
  const [resetting, setResetting] = useState<string | undefined>(undefined);
  return (
    <>
      <PageHeader title="Users" sentence="Who may sign in." />
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {error === null && (
        <div className={tables.frame}>
          {data === undefined ? (
            <SkeletonRows count={3} height={44} />
          ) : (
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
                  <th scope="col" className={classes.actions}>
                    <span className="visually-hidden">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.data.map((user) => (
                  <tr key={user.username}>
                    <td className={tables.name}>
                      {user.username}
                      {user.username === session?.username && <span className={classes.you}>you</span>}
                    </td>
                    <td data-label="Role">{roleWords[user.role]}</td>
                    <td data-label="Created" className={tables.muted}>
                      <TimeAgo at={user.createdAt} />
                    </td>
                    <td className={tables.end}>
                      <Button
                        size="compact-xs"
                        aria-label={`Set password for ${user.username}`}
                        onClick={() => setResetting(user.username)}
                      >
                        Set password
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      )}
      {resetting !== undefined && <SetPassword username={resetting} onClose={() => setResetting(undefined)} />}
    </>
  );
}
