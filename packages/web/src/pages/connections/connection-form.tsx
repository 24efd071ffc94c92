import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { ErrorState } from '../../ui/error-state.tsx';
import { ConnectionFields } from './connection-fields.tsx';
import classes from './connection-form.module.css';
import { TestIntroduction } from './test-introduction.tsx';
import { TestResult } from './test-result.tsx';
import type { ConnectionFormState } from './use-connection-form.ts';

interface ConnectionFormProps {
  readonly state: ConnectionFormState;
  readonly isSaved: boolean;
  readonly isSaving: boolean;
  /** An error of saving that belongs to no field. */
  readonly saveError: unknown;
  readonly onSave: () => void;
  readonly cancel: ReactNode;
}

/** The form of a connection at the left, what its test found at the right. */
export function ConnectionForm({ state, isSaved, isSaving, saveError, onSave, cancel }: ConnectionFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  const hasFieldErrors = Object.keys(state.errors).length > 0;
  return (
    <div className={classes.columns}>
      <form ref={state.element} className={classes.form} onSubmit={submit} noValidate>
        <ConnectionFields state={state} isSaved={isSaved} />
        {saveError !== null && !hasFieldErrors && <ErrorState error={saveError} compact />}
        <div className={classes.foot}>
          <Button onClick={() => state.test()} loading={state.isTesting}>
            Test Connection
          </Button>
          <Button type="submit" variant="filled" loading={isSaving}>
            Save
          </Button>
          {cancel}
        </div>
      </form>
      <div className={classes.side}>
        <Side state={state} />
      </div>
    </div>
  );
}

function Side({ state }: { state: ConnectionFormState }) {
  if (state.testError !== null) return <ErrorState error={state.testError} compact />;
  if (!state.isTesting && state.result === undefined) return <TestIntroduction />;
  const canUseCa = state.result?.code === 'tls_untrusted' && state.form.tlsMode === 'default';
  return (
    <>
      <TestResult result={state.result} onUseUrl={(url) => state.test({ url })} />
      {canUseCa && (
        <Button className={classes.useCa} onClick={() => state.set({ tlsMode: 'ca' })}>
          Paste a CA certificate
        </Button>
      )}
    </>
  );
}
