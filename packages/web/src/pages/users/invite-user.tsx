import { type AccountLink, type Role, roles } from '@buildbutler/contract';
import { Button, Radio, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useCreateInvitation } from '../../queries/users.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import classes from './invite-user.module.css';
import { roleWords } from './role-words.ts';

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
        <fieldset className={classes.roles}>
          <legend className={classes.legend}>Role</legend>
          {roles.map((name) => (
            <Radio
              key={name}
              name="role"
              value={name}
              label={roleWords[name].label}
              description={roleWords[name].effect}
              checked={role === name}
              onChange={() => setRole(name)}
            />
          ))}
        </fieldset>
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
