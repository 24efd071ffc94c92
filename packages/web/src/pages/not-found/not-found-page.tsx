import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../ui/empty-state.tsx';
import { usePageTitle } from '../../ui/page-header.tsx';

/** For addresses that lead nowhere. */
export function NotFoundPage() {
  usePageTitle('Not found');
  return (
    <>
      <h1 className="visually-hidden">Not found</h1>
      <EmptyState
        title="There is no page at this address"
        action={
          <Button component={Link} to="/">
            Go to the dashboard
          </Button>
        }
      >
        The link may be old or mistyped. Press / to search for a job or a page.
      </EmptyState>
    </>
  );
}
