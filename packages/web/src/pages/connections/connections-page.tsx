import { PageHeader } from '../../ui/page-header.tsx';

/** Connections. */
export function ConnectionsPage() {
  return <PageHeader title="Connections" />;
}
