import { newPasswordSchema } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/describe-error.ts';
import { useSession } from '../../queries/session.ts';
import { useChangePassword } from '../../queries/sessions.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import { Notice } from '../../ui/notice.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { PasswordMeter } from '../../ui/password-meter.tsx';
import classes from './sessions.module.css';

/** Asks for the old password and a new one. */
export function ChangePassword() {
  const change = useChangePassword();
  const { data: session } = useSession();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const errors = fieldErrors(change.error, ['currentPassword', 'newPassword']);
  const isReady = currentPassword !== '' && newPasswordSchema.safeParse(newPassword).success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const onSuccess = () => {
      setCurrent('');
      setNew('');
    };
    change.mutate({ currentPassword, newPassword }, { onSuccess });
  };
  return (
    <form onSubmit={submit} className={`${forms.form} ${classes.password}`} noValidate>
      {/* Password managers look for the name that belongs to what is changed. */}
      <input type="hidden" name="username" autoComplete="username" value={session?.username ?? ''} readOnly />
      <PasswordField
        label="Present password"
        name="current-password"
        value={currentPassword}
        error={errors.currentPassword}
        autoComplete="current-password"
        maxLength={1024}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <div>
        <PasswordField
          label="New password"
          name="new-password"
          value={newPassword}
          error={errors.newPassword}
          autoComplete="new-password"
          maxLength={1024}
          onChange={(event) => setNew(event.currentTarget.value)}
        />
        <PasswordMeter password={newPassword} />
      </div>
      <p className={forms.muted}>Your other sessions end. API tokens stay; revoke them if they may have leaked.</p>
      {change.isError && Object.keys(errors).length === 0 && <ErrorState error={change.error} compact />}
      {change.isSuccess && newPassword === '' && (
        <Notice tone="success" title="The password is changed" isNews>
          Your other sessions have ended.
        </Notice>
      )}
      <div className={forms.foot}>
        <Button type="submit" variant="filled" disabled={!isReady} loading={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  );
}
