import { newPasswordSchema, usernameSchema } from '@buildbutler/contract';
import { Button, TextInput } from '@mantine/core';
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { describeError, fieldErrors } from '../../lib/describe-error.ts';
import { readSetupToken } from '../../lib/setup-token.ts';
import { hasStatus } from '../../queries/query-client.ts';
import { useCreateAdministrator } from '../../queries/session.ts';
import { Centered } from '../../ui/centered.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import { PasswordField } from '../../ui/password-field.tsx';
import { PasswordMeter } from '../../ui/password-meter.tsx';
import { SetupSteps } from './setup-steps.tsx';

const fields = ['token', 'username', 'password'] as const;
type Errors = Partial<Record<(typeof fields)[number], string>>;

/** The token of the link that was opened: in the fragment, which no server or proxy ever sees, or in the query. */
function useLinkToken(): string {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const hash = useLocation({ select: (location) => location.hash });
  return readSetupToken(hash !== '' ? hash : typeof search.token === 'string' ? search.token : '');
}

function check(token: string, username: string, password: string): Errors {
  const errors: Errors = {};
  if (token === '') errors.token = 'paste the token or the whole link';
  const name = usernameSchema.safeParse(username);
  if (!name.success)
    errors.username = username.trim() === '' ? 'choose a user name' : (name.error.issues[0]?.message ?? '');
  if (!newPasswordSchema.safeParse(password).success) errors.password = 'use 15 characters or more';
  return errors;
}

/** Set-up, first step: the first administrator. */
export function AdministratorPage() {
  const linkToken = useLinkToken();
  const navigate = useNavigate();
  const create = useCreateAdministrator();
  const [pasted, setPasted] = useState('');
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<Errors>({});
  const isTokenRefused = hasStatus(create.error, 403);
  const asksToken = linkToken === '' || isTokenRefused;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const token = pasted === '' ? linkToken : readSetupToken(pasted);
    const wrong = check(token, username, password);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    create.mutate(
      { token, username: username.trim(), password },
      {
        onSuccess: () => void navigate({ to: '/setup/connect', replace: true }),
        onError: (error) => setErrors(fieldErrors(error, fields)),
      },
    );
  };
  return (
    <Centered
      title="Create the administrator"
      sentence="The first account of this BuildButler. It may add Jenkins instances and see everything."
      steps={<SetupSteps at={0} />}
    >
      <form onSubmit={submit} className={forms.form} noValidate>
        {asksToken && (
          <TextInput
            label="Set-up token"
            description="BuildButler printed a link with it when it started. Paste the token or the whole link."
            value={pasted}
            error={errors.token ?? (isTokenRefused ? describeError(create.error).why : undefined)}
            autoComplete="off"
            spellCheck={false}
            maxLength={2000}
            onChange={(event) => setPasted(event.currentTarget.value)}
          />
        )}
        <TextInput
          label="User name"
          name="username"
          value={username}
          error={errors.username}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <div>
          <PasswordField
            label="Password"
            name="password"
            value={password}
            error={errors.password}
            autoComplete="new-password"
            maxLength={1024}
            autoFocus={!asksToken}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <PasswordMeter password={password} />
        </div>
        {create.isError && !isTokenRefused && Object.keys(errors).length === 0 && (
          <ErrorState error={create.error} compact />
        )}
        <Button type="submit" variant="filled" fullWidth loading={create.isPending}>
          Create administrator
        </Button>
      </form>
    </Centered>
  );
}
