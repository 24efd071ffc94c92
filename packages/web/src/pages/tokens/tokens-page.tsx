import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../../queries/session.ts';
import { useTokens } from '../../queries/tokens.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import tables from '../../ui/plain-table.module.css';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { CreateToken } from './create-token.tsx';
import { type CreatedToken, NewToken } from './new-token.tsx';
import { TokenTable } from './token-table.tsx';

/** Settings → API tokens. */
export function TokensPage() {
  const { data, error, refetch } = useTokens();
  const { data: session } = useSession();
  const [isCreating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedToken | undefined>(undefined);
  const create = (
    <Button
      variant="filled"
      leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
      onClick={() => setCreating(true)}
    >
      Create Token
    </Button>
  );
  const tokens = data?.data ?? [];
  return (
    <>
      <PageHeader
        title="API tokens"
        sentence={
          session?.role === 'admin'
            ? 'For scripts and other programs. As an administrator you see those of everybody.'
            : 'For scripts, the command line and other programs that read BuildButler.'
        }
        actions={tokens.length > 0 || created !== undefined ? create : undefined}
      />
      {created !== undefined && <NewToken token={created} onClose={() => setCreated(undefined)} />}
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && (
        <div className={tables.frame}>
          <SkeletonRows count={3} height={44} />
        </div>
      )}
      {data !== undefined && tokens.length === 0 && (
        <EmptyState title="No tokens yet" action={create}>
          A token signs a program in without your password. It gets only the rights you tick, ends by itself and can be
          revoked here at any time.
        </EmptyState>
      )}
      {tokens.length > 0 && <TokenTable tokens={tokens} hasOwners={session?.role === 'admin'} />}
      {isCreating && session !== undefined && (
        <CreateToken role={session.role} onClose={() => setCreating(false)} onCreated={setCreated} />
      )}
    </>
  );
}
