import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useRemoveUser } from '../../queries/users.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';

/** Asks for the name before an account goes. */
export function RemoveUser({ username, onClose }: { username: string; onClose: () => void }) {
  const remove = useRemoveUser(username);
  const [name, setName] = useState('');
  const isConfirmed = name.trim() === username;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isConfirmed) remove.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Dialog opened onClose={onClose} title={`Remove ${username}?`}>
      <form onSubmit={submit} className={forms.form}>
        <p>
          All sessions and API tokens of {username} end at once, and so do invitations that {username} has made. The
          audit log keeps the name. To keep somebody out for a while, disable the account instead.
        </p>
        <TextInput
          label={
            <>
              Type <b>{username}</b> to confirm
            </>
          }
          value={name}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {remove.isError && <ErrorState error={remove.error} compact />}
        <div className={forms.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" color="red" disabled={!isConfirmed} loading={remove.isPending}>
            Remove user
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
