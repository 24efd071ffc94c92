import { PageHeader } from '../../ui/page-header.tsx';

/** API tokens. */
export function TokensPage() {
  return <PageHeader title="API tokens" />;
}
