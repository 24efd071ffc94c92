import { PageHeader } from '../../ui/page-header.tsx';

/** Users. */
export function UsersPage() {
  return <PageHeader title="Users" />;
}
