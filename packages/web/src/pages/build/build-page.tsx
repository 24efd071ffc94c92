import { PageHeader } from '../../ui/page-header.tsx';

/** Build. */
export function BuildPage() {
  return <PageHeader title="Build" />;
}
