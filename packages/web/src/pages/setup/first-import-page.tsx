import { PageHeader } from '../../ui/page-header.tsx';

/** Set up. */
export function FirstImportPage() {
  return <PageHeader title="Set up" />;
}
