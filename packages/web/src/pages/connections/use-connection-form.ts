import type { Connection, ConnectionTest } from '@buildbutler/contract';
import { useEffect, useRef, useState } from 'react';
import {
  type ConnectionForm,
  emptyForm,
  type FormErrors,
  formFields,
  formOf,
  needsTokenAgain,
  reachesAsSaved,
  readTrial,
} from '../../lib/connection-form.ts';
import { fieldErrors } from '../../lib/describe-error.ts';
import { useTestConnection, useTestUnsavedConnection } from '../../queries/connections.ts';

const tokenWanted = 'enter the token again: the URL, the user name, the TLS mode or the CA certificate has changed';

/** What is typed into a connection's form, what is wrong with it, and its test; `saved` when one is edited. */
export function useConnectionForm(saved?: Connection) {
  const [form, setForm] = useState<ConnectionForm>(() => (saved === undefined ? emptyForm : formOf(saved)));
  const [errors, setErrors] = useState<FormErrors>({});
  const trial = useTestUnsavedConnection();
  const savedTest = useTestConnection(saved?.id ?? 0);
  const running = saved !== undefined && reachesAsSaved(form, saved) ? savedTest : trial;
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (Object.keys(errors).length > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  const set = (patch: Partial<ConnectionForm>) => {
    setForm((before) => ({ ...before, ...patch }));
    setErrors((before) => {
      const kept = Object.entries(before).filter(([field]) => !(field in patch));
      return kept.length === Object.keys(before).length ? before : (Object.fromEntries(kept) as FormErrors);
    });
  };
  const isTokenWanted = saved !== undefined && form.token.trim() === '' && needsTokenAgain(form, saved);
  /** Tries what is typed, or the saved connection when what is typed reaches Jenkins in the same way. */
  const test = (patch: Partial<ConnectionForm> = {}) => {
    const next = { ...form, ...patch };
    if (Object.keys(patch).length > 0) set(patch);
    if (saved !== undefined && reachesAsSaved(next, saved)) {
      savedTest.mutate();
      return;
    }
    if (saved !== undefined && next.token.trim() === '') {
      setErrors({ token: 'enter the token to test what you changed' });
      return;
    }
    const read = readTrial(next);
    if ('errors' in read) setErrors(read.errors);
    else trial.mutate(read.body, { onError: refuse });
  };
  const refuse = (error: unknown) => {
    const { '': _rest, ...fields } = fieldErrors(error, formFields);
    setErrors(fields);
  };
  const result: ConnectionTest | undefined = running.data;
  return {
    form,
    errors,
    set,
    setErrors,
    refuse,
    element,
    isTokenWanted,
    tokenWanted,
    test,
    isTesting: running.isPending,
    testError: running.error,
    result: running.isPending ? undefined : result,
  };
}

export type ConnectionFormState = ReturnType<typeof useConnectionForm>;
