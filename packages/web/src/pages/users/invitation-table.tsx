import type { Invitation } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { describeError } from '../../lib/describe-error.ts';
import { useWithdrawInvitation } from '../../queries/users.ts';
import tables from '../../ui/plain-table.module.css';
import { SectionHead } from '../../ui/section-head.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { roleWords } from './role-words.ts';
import classes from './users-page.module.css';

/** Links that are out: whom they are for and how long they work. */
export function InvitationTable({ invitations }: { invitations: readonly Invitation[] }) {
  return (
    <section className={classes.invitations}>
      <SectionHead title="Invitations" note="Not used yet" />
      <div className={tables.frame}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">For whom</th>
              <th scope="col" className={classes.role}>
                Role
              </th>
              <th scope="col" className={classes.time}>
                Made by
              </th>
              <th scope="col" className={classes.time}>
                Ends
              </th>
              <th scope="col" className={classes.actions}>
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {invitations.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const withdraw = useWithdrawInvitation();
  const { createdBy, expiresAt, id, isExpired, note, role } = invitation;
  const whom = note === '' ? 'no note' : note;
  return (
    <tr>
      <td className={note === '' ? tables.muted : tables.name}>{note === '' ? '—' : note}</td>
      <td data-label="Role">{roleWords[role].label}</td>
      <td data-label="Made by" className={tables.muted}>
        {createdBy}
      </td>
      <td data-label="Ends" className={tables.muted}>
        {isExpired && 'Expired '}
        <TimeAgo at={expiresAt} />
      </td>
      <td className={tables.end}>
        {withdraw.isError && <span role="alert">{describeError(withdraw.error).why}</span>}
        <Button
          size="compact-xs"
          aria-label={`${isExpired ? 'Clear' : 'Withdraw'} the invitation: ${whom}`}
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate(id)}
        >
          {isExpired ? 'Clear' : 'Withdraw'}
        </Button>
      </td>
    </tr>
  );
}
