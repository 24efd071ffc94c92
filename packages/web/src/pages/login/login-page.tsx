import { PageHeader } from '../../ui/page-header.tsx';

/** Sign in. */
export function LoginPage() {
  return <PageHeader title="Sign in" />;
}
