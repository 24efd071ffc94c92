import { PageHeader } from '../../ui/page-header.tsx';

/** Set up. */
export function AdministratorPage() {
  return <PageHeader title="Set up" />;
}
