import type { Role, Scope } from '@buildbutler/contract';
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { inDays, lifetimes, scopesFor } from '../../lib/token-scopes.ts';
import { useCreateToken } from '../../queries/tokens.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import classes from './create-token.module.css';
import type { CreatedToken } from './new-token.tsx';

interface CreateTokenProps {
  readonly role: Role;
  readonly onClose: () => void;
  readonly onCreated: (token: CreatedToken) => void;
}

/** Asks for a name, what the token may do and how long. */
export function CreateToken({ role, onClose, onCreated }: CreateTokenProps) {
  const create = useCreateToken();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read:jobs', 'read:builds', 'read:analytics']);
  const [days, setDays] = useState('365');
  const [isTried, setTried] = useState(false);
  const toggle = (scope: Scope) =>
    setScopes(scopes.includes(scope) ? scopes.filter((item) => item !== scope) : [...scopes, scope]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || scopes.length === 0) return;
    create.mutate(
      { name: name.trim(), scopes: [...scopes], expiresAt: inDays(Number(days), Date.now()) },
      {
        onSuccess: (token) => {
          onCreated(token);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog opened onClose={onClose} title="Create Token">
      <form onSubmit={submit} className={forms.form} noValidate>
        <TextInput
          label="Name"
          description="What will use it, so that you know later what to revoke."
          placeholder="grafana"
          value={name}
          error={isTried && name.trim() === '' ? 'give it a name' : undefined}
          maxLength={100}
          autoComplete="off"
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <fieldset className={classes.scopes}>
          <legend className={classes.legend}>What it may do</legend>
          {scopesFor(role).map(({ scope, effect }) => (
            <Checkbox
              key={scope}
              label={effect}
              description={scope}
              classNames={{ description: classes.scope }}
              checked={scopes.includes(scope)}
              onChange={() => toggle(scope)}
            />
          ))}
          {isTried && scopes.length === 0 && (
            <p className={classes.wrong} role="alert">
              Tick at least one
            </p>
          )}
        </fieldset>
        <NativeSelect
          label="Ends after"
          data={lifetimes.map((lifetime) => ({ value: String(lifetime.days), label: lifetime.label }))}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        {create.isError && <ErrorState error={create.error} compact />}
        <div className={forms.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={create.isPending}>
            Create Token
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
