import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { Centered } from '../../ui/centered.tsx';
import { ConnectionForm } from '../connections/connection-form.tsx';
import { useNewConnection } from '../connections/use-new-connection.ts';
import { SetupSteps } from './setup-steps.tsx';

/** Set-up, second step: the first Jenkins. */
export function FirstConnectionPage() {
  const navigate = useNavigate();
  const { state, save, isSaving, saveError } = useNewConnection(
    (connection) => void navigate({ to: '/setup/import/$id', params: { id: String(connection.id) }, replace: true }),
  );
  return (
    <Centered
      title="Add your first Jenkins"
      sentence="BuildButler reads jobs and builds over the REST API, without a plugin and without hurting the controller."
      steps={<SetupSteps at={1} />}
      isWide
    >
      <ConnectionForm
        state={state}
        isSaved={false}
        isSaving={isSaving}
        saveError={saveError}
        onSave={save}
        cancel={
          <Button variant="subtle" component={Link} to="/">
            Later
          </Button>
        }
      />
    </Centered>
  );
}
