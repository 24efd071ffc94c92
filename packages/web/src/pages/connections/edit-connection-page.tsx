import type { Connection } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { patchOf, readForm } from '../../lib/connection-form.ts';
import { useConnection, useUpdateConnection } from '../../queries/connections.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { NotFoundPage } from '../not-found/not-found-page.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { PushPanel } from './push-panel.tsx';
import { useConnectionForm } from './use-connection-form.ts';

/** Settings → Connections → one of them. */
export function EditConnectionPage() {
  const { id } = useParams({ from: '/frame/settings/connections/$id' });
  return /^[1-9]\d{0,9}$/.test(id) ? <SavedConnection id={Number(id)} /> : <NotFoundPage />;
}

function SavedConnection({ id }: { id: number }) {
  const { data, error, refetch } = useConnection(id);
  if (data !== undefined) return <EditForm key={data.id} saved={data} />;
  return (
    <>
      <PageHeader title="Edit connection" />
      {error === null ? (
        <SkeletonRows count={6} height={56} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </>
  );
}

function EditForm({ saved }: { saved: Connection }) {
  const navigate = useNavigate();
  const state = useConnectionForm(saved);
  const update = useUpdateConnection(saved.id);
  const leave = () => void navigate({ to: '/settings/connections' });
  const save = () => {
    const read = readForm(state.form, true);
    if ('errors' in read) {
      state.setErrors(read.errors);
      return;
    }
    if (state.isTokenWanted) {
      state.setErrors({ token: state.tokenWanted });
      return;
    }
    const patch = patchOf(read.body, state.form, saved);
    if (Object.keys(patch).length === 0) leave();
    else update.mutate(patch, { onSuccess: leave, onError: state.refuse });
  };
  return (
    <>
      <PageHeader title={`Edit ${saved.name}`} />
      <ConnectionForm
        state={state}
        isSaved
        isSaving={update.isPending}
        saveError={update.error}
        onSave={save}
        cancel={
          <Button variant="subtle" component={Link} to="/settings/connections">
            Cancel
          </Button>
        }
      />
      <PushPanel connection={saved} />
    </>
  );
}
