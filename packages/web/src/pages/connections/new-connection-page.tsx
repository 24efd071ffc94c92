import { PageHeader } from '../../ui/page-header.tsx';

/** Connections. */
export function NewConnectionPage() {
  return <PageHeader title="Connections" />;
}
