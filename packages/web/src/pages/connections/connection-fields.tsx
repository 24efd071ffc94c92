import { TextInput } from '@mantine/core';
import { PasswordField } from '../../ui/password-field.tsx';
import { AdvancedFields } from './advanced-fields.tsx';
import classes from './connection-form.module.css';
import { TokenSteps } from './token-steps.tsx';
import type { ConnectionFormState } from './use-connection-form.ts';

interface ConnectionFieldsProps {
  readonly state: ConnectionFormState;
  readonly isSaved: boolean;
}

/** The fields of a connection: four that are needed, the rest under "Advanced". */
export function ConnectionFields({ state, isSaved }: ConnectionFieldsProps) {
  const { form, errors, set } = state;
  return (
    <>
      <TextInput
        label="Name"
        description="How this Jenkins is called in filters and lists."
        placeholder="Production Jenkins"
        value={form.name}
        error={errors.name}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label="Jenkins URL"
        description="The address you open in the browser, with the context path when there is one."
        placeholder="https://jenkins.example.com"
        type="url"
        inputMode="url"
        value={form.url}
        error={errors.url}
        maxLength={2000}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <TextInput
          label="User name"
          placeholder="ci-bot"
          value={form.username}
          error={errors.username}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          data-1p-ignore
          onChange={(event) => set({ username: event.currentTarget.value })}
        />
        <PasswordField
          label="API token"
          placeholder={isSaved ? 'Unchanged' : ''}
          value={form.token}
          error={errors.token ?? (state.isTokenWanted ? state.tokenWanted : undefined)}
          maxLength={4096}
          autoComplete="new-password"
          data-1p-ignore
          onChange={(event) => set({ token: event.currentTarget.value })}
        />
      </div>
      <details className={classes.help} open={!isSaved}>
        <summary className={classes.summary}>How to make a token in Jenkins</summary>
        <TokenSteps url={form.url} username={form.username} />
        <p className={classes.rights}>
          The user needs Overall/Read and Job/Read, nothing more. The token is stored encrypted and never shown again.
        </p>
      </details>
      <AdvancedFields form={form} errors={errors} set={set} />
    </>
  );
}
