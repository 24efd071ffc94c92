import { PageHeader } from '../../ui/page-header.tsx';

/** Job. */
export function JobPage() {
  return <PageHeader title="Job" />;
}
