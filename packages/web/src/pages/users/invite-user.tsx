import type { AccountLink, Role } from '@buildbutler/contract';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useCreateInvitation } from '../../queries/users.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import { RoleChoice } from './role-choice.tsx';

interface InviteUserProps {
  readonly onClose: () => void;
  readonly onInvited: (link: AccountLink) => void;
}

/** Asks what an invited person may do, and whom it is for. */
export function InviteUser({ onClose, onInvited }: InviteUserProps) {
  const invite = useCreateInvitation();
  const [role, setRole] = useState<Role>('viewer');
  const [note, setNote] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ role, note: note.trim() }, { onSuccess: onInvited });
  };
  return (
    <Dialog opened onClose={onClose} title="Invite a user">
      <form onSubmit={submit} className={forms.form}>
        <RoleChoice value={role} onChange={setRole} />
        <TextInput
          label="For whom"
          description="A note for you: the list of invitations shows it. The person chooses a user name."
          placeholder="Ada, payments team"
          value={note}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {invite.isError && <ErrorState error={invite.error} compact />}
        <div className={forms.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={invite.isPending}>
            Make the link
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
