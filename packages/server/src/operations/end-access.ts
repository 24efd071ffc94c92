import { deleteLinksMadeBy, deleteResetLinks } from '../storage/account-link-repository.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import { deleteSessionsOfUser } from '../storage/session-repository.ts';
import { revokeTokensOfUser } from '../storage/token-repository.ts';

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/**
 * Ends every way in that a user has, and every link that this user has made for others: it would be a way back in.
 * Returns a few words for the audit log.
 */
export async function endAccess(tx: DatabaseTransaction, userId: number, nowMs: number): Promise<string> {
  const sessions = await deleteSessionsOfUser(tx, userId);
  const tokens = await revokeTokensOfUser(tx, userId, nowMs);
  await deleteResetLinks(tx, userId);
  const links = await deleteLinksMadeBy(tx, userId);
  const withdrawn = links === 0 ? [] : [`${counted(links, 'link')} withdrawn`];
  return [`${counted(sessions, 'session')} and ${counted(tokens, 'API token')} ended`, ...withdrawn].join(', ');
}
