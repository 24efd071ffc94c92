import { Button, TextInput } from '@mantine/core';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { describeError } from '../../lib/describe-error.ts';
import { safeReturnPath } from '../../lib/url-state.ts';
import { hasStatus } from '../../queries/query-client.ts';
import { useSignIn } from '../../queries/session.ts';
import { Centered } from '../../ui/centered.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import { Notice } from '../../ui/notice.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import classes from './login-page.module.css';

/** Sign in, then back to the page that asked for it. */
export function LoginPage() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const router = useRouter();
  const signIn = useSignIn();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const isRefused = hasStatus(signIn.error, 401);
  const isKeptOut = hasStatus(signIn.error, 403);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const back = () => router.history.replace(safeReturnPath(search.from));
    signIn.mutate({ username: username.trim(), password }, { onSuccess: back });
  };
  return (
    <Centered title="Sign in">
      <form onSubmit={submit} className={forms.form}>
        {search.ended === 'true' && !signIn.isError && (
          <Notice tone="plain" title="Your session has ended">
            Sign in to go on where you were.
          </Notice>
        )}
        {isRefused && (
          <Notice tone="failure" title="The user name or the password is wrong" isNews>
            Capital letters matter in the password.
          </Notice>
        )}
        {isKeptOut && (
          <Notice tone="failure" title="You cannot sign in" isNews>
            {describeError(signIn.error).why}
          </Notice>
        )}
        {signIn.isError && !isRefused && !isKeptOut && <ErrorState error={signIn.error} compact />}
        <TextInput
          label="User name"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          required
          withAsterisk={false}
          value={username}
          data-autofocus
          autoFocus
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          maxLength={1024}
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <p className={classes.forgotten}>
        Password forgotten? Ask an administrator for a link, or on the server:
        <code className={classes.command}>buildbutler users reset-password</code>
      </p>
    </Centered>
  );
}
