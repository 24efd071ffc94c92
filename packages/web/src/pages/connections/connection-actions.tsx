import type { Connection } from '@buildbutler/contract';
import { ActionIcon, Button } from '@mantine/core';
import { IconDots, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { describeError } from '../../lib/describe-error.ts';
import { useConnectionAction, type useTestConnection } from '../../queries/connections.ts';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import classes from './connection-actions.module.css';
import { DeleteConnection } from './delete-connection.tsx';

interface ConnectionActionsProps {
  readonly connection: Connection;
  readonly test: ReturnType<typeof useTestConnection>;
}

/** Test, sync now, and the rest in a menu. */
export function ConnectionActions({ connection, test }: ConnectionActionsProps) {
  const action = useConnectionAction(connection.id);
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const { paused, name } = connection;
  useEffect(() => {
    if (!action.isSuccess) return;
    const timer = setTimeout(action.reset, 4_000);
    return () => clearTimeout(timer);
  }, [action.isSuccess, action.reset]);
  return (
    <div className={classes.actions}>
      <span className={classes.said} role="status" data-wrong={action.isError || undefined}>
        {action.isError && describeError(action.error).why}
        {action.isSuccess && action.variables === 'sync' && 'Asked to sync'}
      </span>
      <Button onClick={() => test.mutate()} loading={test.isPending} aria-label={`Test Connection: ${name}`}>
        Test Connection
      </Button>
      {paused ? (
        <Button onClick={() => action.mutate('resume')} loading={action.isPending} aria-label={`Resume: ${name}`}>
          Resume
        </Button>
      ) : (
        <Button onClick={() => action.mutate('sync')} loading={action.isPending} aria-label={`Sync now: ${name}`}>
          Sync now
        </Button>
      )}
      <Menu
        label={`More actions for ${name}`}
        position="bottom-end"
        width={180}
        target={(props) => (
          <ActionIcon size={32} aria-label={`More actions for ${name}`} {...props}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        )}
      >
        <MenuItem
          icon={<IconPencil size={16} stroke={1.6} />}
          onPick={() => void navigate({ to: '/settings/connections/$id', params: { id: String(connection.id) } })}
        >
          Edit
        </MenuItem>
        <MenuItem
          icon={paused ? <IconPlayerPlay size={16} stroke={1.6} /> : <IconPlayerPause size={16} stroke={1.6} />}
          onPick={() => action.mutate(paused ? 'resume' : 'pause')}
        >
          {paused ? 'Resume' : 'Pause'}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<IconTrash size={16} stroke={1.6} />} isDanger onPick={() => setDeleting(true)}>
          Delete…
        </MenuItem>
      </Menu>
      {isDeleting && <DeleteConnection connection={connection} onClose={() => setDeleting(false)} />}
    </div>
  );
}
