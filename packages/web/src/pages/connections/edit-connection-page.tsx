import { PageHeader } from '../../ui/page-header.tsx';

/** Connections. */
export function EditConnectionPage() {
  return <PageHeader title="Connections" />;
}
