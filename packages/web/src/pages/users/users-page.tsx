import type { AccountLink, User } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useInvitations, useUsers } from '../../queries/users.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import tables from '../../ui/plain-table.module.css';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { InvitationTable } from './invitation-table.tsx';
import { InviteUser } from './invite-user.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { UserTable } from './user-table.tsx';

function stateOf(users: readonly User[] | undefined): string {
  if (users === undefined) return 'Who may sign in.';
  const active = users.filter(({ isDisabled }) => !isDisabled);
  const admins = active.filter(({ role }) => role === 'admin').length;
  if (active.length === 1) return '1 person may sign in.';
  return `${active.length} people may sign in, ${admins === 1 ? '1 administrator' : `${admins} administrators`} among them.`;
}

/** Settings → Users. */
export function UsersPage() {
  const { data, error, refetch } = useUsers();
  const invitations = useInvitations().data?.data ?? [];
  const [isInviting, setInviting] = useState(false);
  const [link, setLink] = useState<AccountLink | undefined>(undefined);
  return (
    <>
      <PageHeader
        title="Users"
        sentence={stateOf(data?.data)}
        actions={
          data !== undefined && (
            <Button
              variant="filled"
              leftSection={<IconUserPlus size={15} stroke={2} aria-hidden />}
              onClick={() => setInviting(true)}
            >
              Invite user
            </Button>
          )
        }
      />
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && (
        <div className={tables.frame}>
          <SkeletonRows count={3} height={44} />
        </div>
      )}
      {data !== undefined && <UserTable users={data.data} />}
      {invitations.length > 0 && <InvitationTable invitations={invitations} />}
      {isInviting && (
        <InviteUser
          onClose={() => setInviting(false)}
          onInvited={(made) => {
            setInviting(false);
            setLink(made);
          }}
        />
      )}
      {link !== undefined && (
        <LinkDialog link={link} title="The invitation is ready" onClose={() => setLink(undefined)}>
          Whoever opens this link chooses a user name and a password, and is in.
        </LinkDialog>
      )}
    </>
  );
}
