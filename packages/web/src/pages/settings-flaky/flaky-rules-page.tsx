import { useFlakyRules } from '../../queries/tests.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { FlakyRulesForm } from './flaky-rules-form.tsx';

/** Settings → Flaky rules. */
export function FlakyRulesPage() {
  const { data, error, refetch } = useFlakyRules();
  return (
    <>
      <PageHeader
        title="Flaky rules"
        sentence="When a test counts as flaky. They hold for everybody, and for the past as well."
      />
      {data !== undefined ? (
        <FlakyRulesForm rules={data} />
      ) : error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows count={4} height={56} />
      )}
    </>
  );
}
