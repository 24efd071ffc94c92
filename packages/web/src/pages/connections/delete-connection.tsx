import type { Connection } from '@buildbutler/contract';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { formatCountOf } from '../../lib/format-number.ts';
import { useDeleteConnection } from '../../queries/connections.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import classes from './delete-connection.module.css';

/** Asks for the name before a connection goes; its history goes only when that is ticked. */
export function DeleteConnection({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const remove = useDeleteConnection(connection.id);
  const [name, setName] = useState('');
  const [deletesHistory, setDeletesHistory] = useState(false);
  const isConfirmed = name.trim() === connection.name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isConfirmed) remove.mutate({ confirm: connection.name, deletesHistory }, { onSuccess: onClose });
  };
  return (
    <Dialog opened onClose={onClose} title={`Delete ${connection.name}?`}>
      <form onSubmit={submit} className={classes.form}>
        <p>
          BuildButler stops reading this controller and destroys its copy of the API token. Nothing changes in Jenkins.
          What was collected stays, unless you tick this:
        </p>
        <Checkbox
          checked={deletesHistory}
          onChange={(event) => setDeletesHistory(event.currentTarget.checked)}
          label="Delete its history as well"
          description={`${formatCountOf(connection.builds.known, 'build')} of ${formatCountOf(connection.jobs, 'job')}. This cannot be undone.`}
        />
        <TextInput
          label={
            <>
              Type <b>{connection.name}</b> to confirm
            </>
          }
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {remove.isError && <ErrorState error={remove.error} compact />}
        <div className={classes.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" color="red" disabled={!isConfirmed} loading={remove.isPending}>
            {deletesHistory ? 'Delete connection and history' : 'Delete connection'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
