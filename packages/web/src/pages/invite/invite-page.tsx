import { newPasswordSchema, type Role, usernameSchema } from '@buildbutler/contract';
import { Button, TextInput } from '@mantine/core';
import { useLocation, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/describe-error.ts';
import { readSetupToken } from '../../lib/setup-token.ts';
import { hasStatus } from '../../queries/query-client.ts';
import { useOpenLink, useRedeemLink } from '../../queries/session.ts';
import { Centered } from '../../ui/centered.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import { Notice } from '../../ui/notice.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { PasswordMeter } from '../../ui/password-meter.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { roleWords } from '../users/role-words.ts';

/** Where the link of an invitation or of a new password leads. */
export function InvitePage() {
  // In the fragment, which no server or proxy ever sees.
  const token = readSetupToken(useLocation({ select: (location) => location.hash }));
  const { data, error, refetch } = useOpenLink(token);
  if (token === '' || hasStatus(error, 404)) return <DeadLink />;
  if (error !== null) {
    return (
      <Centered title="The link could not be opened">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Centered>
    );
  }
  if (data === undefined) {
    return (
      <Centered title="One moment">
        <SkeletonRows count={3} height={44} />
      </Centered>
    );
  }
  return <ChooseAccount token={token} username={data.username} role={data.role} />;
}

function DeadLink() {
  return (
    <Centered title="This link is not good any more">
      <div className={forms.form}>
        <Notice tone="unstable" title="Ask for a new one">
          It was used already, withdrawn, is older than 72 hours, or was not copied whole. Whoever sent it can make
          another.
        </Notice>
        <Button component="a" href="/">
          Go to the sign-in page
        </Button>
      </div>
    </Centered>
  );
}

const fields = ['username', 'password'] as const;
type Errors = Partial<Record<(typeof fields)[number] | '', string>>;

function check(username: string | undefined, password: string): Errors {
  const errors: Errors = {};
  const name = usernameSchema.safeParse(username);
  if (username !== undefined && !name.success)
    errors.username = username.trim() === '' ? 'choose a user name' : (name.error?.issues[0]?.message ?? '');
  if (!newPasswordSchema.safeParse(password).success) errors.password = 'use 15 characters or more';
  return errors;
}

interface ChooseAccountProps {
  readonly token: string;
  /** Null = it is chosen here. */
  readonly username: string | null;
  readonly role: Role;
}

function ChooseAccount({ token, username, role }: ChooseAccountProps) {
  const redeem = useRedeemLink();
  const router = useRouter();
  const [chosen, setChosen] = useState('');
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<Errors>({});
  const isNew = username === null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = check(isNew ? chosen : undefined, password);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    redeem.mutate(
      { token, password, ...(isNew ? { username: chosen } : {}) },
      { onSuccess: () => router.history.replace('/'), onError: (error) => setErrors(fieldErrors(error, fields)) },
    );
  };
  if (hasStatus(redeem.error, 404)) return <DeadLink />;
  const { label, welcome } = roleWords[role];
  return (
    <Centered
      title={isNew ? 'Create your account' : 'Choose a new password'}
      sentence={
        isNew ? `You are invited to BuildButler as ${label.toLowerCase()}. ${welcome}` : `For the account ${username}.`
      }
    >
      <form onSubmit={submit} className={forms.form} noValidate>
        <TextInput
          label="User name"
          name="username"
          value={username ?? chosen}
          readOnly={!isNew}
          error={errors.username}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          autoFocus={isNew}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <div>
          <PasswordField
            label={isNew ? 'Password' : 'New password'}
            name="password"
            value={password}
            error={errors.password}
            autoComplete="new-password"
            maxLength={1024}
            autoFocus={!isNew}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <PasswordMeter password={password} />
        </div>
        {!isNew && <p className={forms.muted}>All your sessions end. Your API tokens stay.</p>}
        {redeem.isError && errors.username === undefined && errors.password === undefined && (
          <ErrorState error={redeem.error} compact />
        )}
        <Button type="submit" variant="filled" fullWidth loading={redeem.isPending}>
          {isNew ? 'Create account' : 'Set password'}
        </Button>
      </form>
    </Centered>
  );
}
