import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { useNewConnection } from './use-new-connection.ts';

/** Settings → Connections → Add Jenkins Instance. */
export function NewConnectionPage() {
  const navigate = useNavigate();
  const { state, save, isSaving, saveError } = useNewConnection(() => void navigate({ to: '/settings/connections' }));
  return (
    <>
      <PageHeader title="Add Jenkins Instance" />
      <ConnectionForm
        state={state}
        isSaved={false}
        isSaving={isSaving}
        saveError={saveError}
        onSave={save}
        cancel={
          <Button variant="subtle" component={Link} to="/settings/connections">
            Cancel
          </Button>
        }
      />
    </>
  );
}
