import type { Connection } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useCreateConnectionHook, useDeleteConnectionHook } from '../../queries/connection-hook.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './push-panel.module.css';
import { PushSnippets } from './push-snippets.tsx';

/** Lets Jenkins announce builds: makes the secret for it, shows it once, replaces it and takes it away. */
export function PushPanel({ connection }: { connection: Connection }) {
  const create = useCreateConnectionHook(connection.id);
  const remove = useDeleteConnectionHook(connection.id);
  const [asks, setAsks] = useState<'replace' | 'remove' | null>(null);
  const { id, pushSince } = connection;
  const made = create.data;
  const error = create.error ?? remove.error;
  const close = () => setAsks(null);
  const act = () => {
    if (asks === 'replace') create.mutate();
    else remove.mutate(undefined, { onSuccess: create.reset });
    close();
  };
  return (
    <div className={classes.root}>
      <Panel title="Builds announced by Jenkins" note="optional">
        <p className={classes.introduction}>
          Without this, a build is here within ten seconds. When Jenkins tells BuildButler that a build has ended, it is
          here within two. An announcement is only a hint: nothing of it is believed, BuildButler asks Jenkins.
        </p>
        {made !== undefined && (
          <div className={classes.made}>
            <Notice
              tone="success"
              title="The secret is made"
              isNews
              action={<Button onClick={create.reset}>I have copied it</Button>}
            >
              <p>
                Copy it now, into a credential of the kind “Secret text” with the id <code>buildbutler-hook</code> in
                Jenkins. It is stored only as a fingerprint and cannot be shown again.
              </p>
              <p className={classes.line}>
                <code className={classes.secret}>{made.secret}</code>
                <CopyButton text={made.secret} label="Copy the secret" size={28} />
              </p>
            </Notice>
          </div>
        )}
        {error !== null && <ErrorState error={error} compact />}
        {pushSince === null ? (
          <Button onClick={() => create.mutate()} loading={create.isPending}>
            Create the secret
          </Button>
        ) : (
          <>
            <PushSnippets connectionId={id} secret={made?.secret ?? null} />
            <div className={classes.foot}>
              <Button onClick={() => setAsks('replace')} loading={create.isPending}>
                Replace…
              </Button>
              <Button variant="subtle" color="red" onClick={() => setAsks('remove')} loading={remove.isPending}>
                Remove…
              </Button>
              <span className={classes.since}>
                There is a secret since <TimeAgo at={pushSince} />
              </span>
            </div>
          </>
        )}
      </Panel>
      <Dialog
        opened={asks !== null}
        onClose={close}
        title={asks === 'remove' ? 'Remove the secret?' : 'Replace the secret?'}
      >
        <p>
          Announcements with the secret there is now are refused from then on. Nothing is lost: BuildButler finds builds
          by itself within ten seconds.
        </p>
        <div className={classes.foot}>
          <Button variant="filled" color="red" onClick={act}>
            {asks === 'remove' ? 'Remove' : 'Replace'}
          </Button>
          <Button variant="subtle" onClick={close}>
            Cancel
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
