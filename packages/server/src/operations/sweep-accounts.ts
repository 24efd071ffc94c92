import { deleteLinksExpiredBefore } from '../storage/account-link-repository.ts';
import { deleteOldAuditEntries } from '../storage/audit-repository.ts';
import { deleteEndedSessions } from '../storage/session-repository.ts';
import type { OperationContext } from './context.ts';
import { sessionIdleMs } from './sessions.ts';

export const auditLifetimeMs = 400 * 86_400_000;
const expiredLinksStayMs = 7 * 86_400_000;
const rowsPerStep = 500;

/**
 * Removes what is over: audit lines older than 400 days (a few in each transaction, so that nobody waits), ended
 * sessions, and links that expired a week ago. Ends early when `signal` aborts.
 */
export async function sweepAccounts(
  { clock, store }: Pick<OperationContext, 'store' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const nowMs = clock.nowMs();
  await store.transaction(async (tx) => {
    await deleteEndedSessions(tx, nowMs, nowMs - sessionIdleMs);
    await deleteLinksExpiredBefore(tx, nowMs - expiredLinksStayMs);
  });
  while (!signal.aborted) {
    const removed = await store.transaction((tx) => deleteOldAuditEntries(tx, nowMs - auditLifetimeMs, rowsPerStep));
    if (removed < rowsPerStep) return;
  }
}
