import { PageHeader } from '../../ui/page-header.tsx';

/** Set up. */
export function FirstConnectionPage() {
  return <PageHeader title="Set up" />;
}
