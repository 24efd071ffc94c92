import { newPasswordSchema } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useResetPassword } from '../../queries/users.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import { PasswordField } from '../../ui/password-field.tsx';
import { PasswordMeter } from '../../ui/password-meter.tsx';

/** Gives a user a new password; every session of that user ends. */
export function SetPassword({ username, onClose }: { username: string; onClose: () => void }) {
  const reset = useResetPassword();
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (newPasswordSchema.safeParse(password).success) reset.mutate({ username, password }, { onSuccess: onClose });
  };
  return (
    <Dialog opened onClose={onClose} title={`Set a password for ${username}`}>
      <form onSubmit={submit} className={forms.form} noValidate>
        <p className={forms.muted}>All sessions of this user end at once. Tell the new password by a safe way.</p>
        <div>
          <PasswordField
            label="New password"
            value={password}
            autoComplete="new-password"
            maxLength={1024}
            data-autofocus
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <PasswordMeter password={password} />
        </div>
        {reset.isError && <ErrorState error={reset.error} compact />}
        <div className={forms.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            disabled={!newPasswordSchema.safeParse(password).success}
            loading={reset.isPending}
          >
            Set password
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
