import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorState } from '../../ui/error-state.tsx';

/** Stands in place of a page that failed to load or to draw. */
export function PageError({ error, reset, compact = false }: ErrorComponentProps & { compact?: boolean }) {
  const router = useRouter();
  return (
    <ErrorState
      error={error}
      compact={compact}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
