import { PageHeader } from '../../ui/page-header.tsx';

/** Dashboard. */
export function DashboardPage() {
  return <PageHeader title="Dashboard" />;
}
