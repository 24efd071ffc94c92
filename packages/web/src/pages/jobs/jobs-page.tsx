import { PageHeader } from '../../ui/page-header.tsx';

/** Jobs. */
export function JobsPage() {
  return <PageHeader title="Jobs" />;
}
