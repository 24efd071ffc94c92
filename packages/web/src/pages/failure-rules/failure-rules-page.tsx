import { PageHeader } from '../../ui/page-header.tsx';

export function FailureRulesPage() {
  return <PageHeader title="Failure rules" />;
}
