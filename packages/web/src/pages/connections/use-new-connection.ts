import type { Connection } from '@buildbutler/contract';
import { readForm } from '../../lib/connection-form.ts';
import { useCreateConnection } from '../../queries/connections.ts';
import { useConnectionForm } from './use-connection-form.ts';

/** The form of a new connection and its saving. */
export function useNewConnection(onSaved: (connection: Connection) => void) {
  const state = useConnectionForm();
  const create = useCreateConnection();
  const save = () => {
    const read = readForm(state.form);
    if ('errors' in read) {
      state.setErrors(read.errors);
      return;
    }
    create.mutate(read.body, { onSuccess: onSaved, onError: state.refuse });
  };
  return { state, save, isSaving: create.isPending, saveError: create.error };
}
