import type { RouteAnswer, routes } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { describeError } from '../../lib/describe-error.ts';
import { expiryState } from '../../lib/token-scopes.ts';
import { useRevokeToken } from '../../queries/tokens.ts';
import { Badge } from '../../ui/badge.tsx';
import { usePageNow } from '../../ui/now-context.tsx';
import tables from '../../ui/plain-table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './token-table.module.css';

type Token = RouteAnswer<typeof routes.listTokens>['data'][number];

/** The tokens that exist, without their secret. */
export function TokenTable({ tokens, hasOwners }: { tokens: readonly Token[]; hasOwners: boolean }) {
  return (
    <div className={tables.frame}>
      <table className={`${tables.table} ${classes.table}`} data-owned={hasOwners || undefined}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {hasOwners && (
              <th scope="col" className={classes.time}>
                Owner
              </th>
            )}
            <th scope="col" className={classes.scopes}>
              Scopes
            </th>
            <th scope="col" className={classes.time}>
              Last used
            </th>
            <th scope="col" className={classes.time}>
              Expires
            </th>
            <th scope="col" className={classes.actions}>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} hasOwner={hasOwners} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TokenRow({ token, hasOwner }: { token: Token; hasOwner: boolean }) {
  return (
    <tr>
      <td className={tables.name}>{token.name}</td>
      {hasOwner && (
        <td data-label="Owner" className={tables.muted}>
          {token.username}
        </td>
      )}
      <td data-label="Scopes">
        <span className={classes.badges}>
          {token.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </span>
      </td>
      <td data-label="Last used" className={tables.muted}>
        {token.lastUsedAt === null ? 'Never' : <TimeAgo at={token.lastUsedAt} />}
      </td>
      <td data-label="Expires">
        <Expiry at={token.expiresAt} />
      </td>
      <td className={tables.end}>
        <Revoke token={token} />
      </td>
    </tr>
  );
}

function Expiry({ at }: { at: string }) {
  const state = expiryState(at, usePageNow());
  return (
    <span className={classes.expiry} data-state={state}>
      {state === 'expired' && 'Expired '}
      <TimeAgo at={at} />
    </span>
  );
}

/** The first press asks, the second revokes. */
function Revoke({ token }: { token: Token }) {
  const revoke = useRevokeToken();
  const [isAsked, setAsked] = useState(false);
  if (revoke.isError) return <span role="alert">{describeError(revoke.error).why}</span>;
  if (!isAsked) {
    return (
      <Button size="compact-xs" aria-label={`Revoke ${token.name}`} onClick={() => setAsked(true)}>
        Revoke
      </Button>
    );
  }
  return (
    <span className={classes.asked}>
      <Button size="compact-xs" variant="subtle" onClick={() => setAsked(false)}>
        Keep
      </Button>
      <Button
        size="compact-xs"
        variant="filled"
        color="red"
        autoFocus
        loading={revoke.isPending}
        aria-label={`Revoke now: ${token.name}`}
        onClick={() => revoke.mutate(token.id)}
      >
        Revoke now
      </Button>
    </span>
  );
}
