import { PageHeader } from '../../ui/page-header.tsx';

/** About. */
export function AboutPage() {
  return <PageHeader title="About" />;
}
