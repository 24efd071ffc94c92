import { PageHeader } from '../../ui/page-header.tsx';

/** Builds. */
export function BuildsPage() {
  return <PageHeader title="Builds" />;
}
