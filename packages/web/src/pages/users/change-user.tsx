import type { Role, User } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useUpdateUser } from '../../queries/users.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import { RoleChoice } from './role-choice.tsx';

interface ChangeUserProps {
  readonly user: User;
  readonly onClose: () => void;
}

/** Changes what a user may do; it counts from the next request on. */
export function ChangeRole({ user, onClose }: ChangeUserProps) {
  const update = useUpdateUser(user.username);
  const [role, setRole] = useState<Role>(user.role);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ role }, { onSuccess: onClose });
  };
  return (
    <Dialog opened onClose={onClose} title={`Role of ${user.username}`}>
      <form onSubmit={submit} className={forms.form}>
        <RoleChoice value={role} onChange={setRole} />
        <p className={forms.muted}>
          It counts at once, for API tokens as well: they reach no further than their owner.
        </p>
        {update.isError && <ErrorState error={update.error} compact />}
        <div className={forms.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={role === user.role} loading={update.isPending}>
            Change role
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Disables an account, or lets its owner in again. */
export function SetDisabled({ user, onClose }: ChangeUserProps) {
  const { isDisabled, username } = user;
  const update = useUpdateUser(username);
  const act = () => update.mutate({ isDisabled: !isDisabled }, { onSuccess: onClose });
  return (
    <Dialog opened onClose={onClose} title={isDisabled ? `Enable ${username}?` : `Disable ${username}?`}>
      <div className={forms.form}>
        <p>
          {isDisabled
            ? `${username} may sign in again with the password from before. API tokens have to be made anew.`
            : `${username} is out at once: all sessions end and all API tokens are revoked for good, also those of scripts. You can let ${username} in again later.`}
        </p>
        {update.isError && <ErrorState error={update.error} compact />}
        <div className={forms.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" {...(isDisabled ? {} : { color: 'red' })} loading={update.isPending} onClick={act}>
            {isDisabled ? 'Enable' : 'Disable'}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
