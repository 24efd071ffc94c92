import { actorOf } from '../core/principal.ts';
import { type CountRule, countAuditEntry, insertAuditEntry, type NewAuditEntry } from '../storage/audit-repository.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import type { OperationContext } from './context.ts';

/** Closed list of what the audit log tells. */
export type AuditAction =
  | 'setup.completed'
  | 'setup.refused'
  | 'session.created'
  | 'session.refused'
  | 'session.ended'
  | 'session.others_ended'
  | 'token.created'
  | 'token.revoked'
  | 'user.invited'
  | 'user.invitation_withdrawn'
  | 'user.created'
  | 'user.role_changed'
  | 'user.disabled'
  | 'user.enabled'
  | 'user.removed'
  | 'user.password_changed'
  | 'user.password_reset'
  | 'user.reset_link_made'
  | 'user.sessions_ended'
  | 'user.link_refused'
  | 'secret_key.rotated'
  | 'connection.created'
  | 'connection.updated'
  | 'connection.deleted'
  | 'connection.tested'
  | 'connection.paused'
  | 'connection.resumed'
  | 'connection.hook_created'
  | 'connection.hook_removed'
  | 'failure.corrected'
  | 'failure_rule.created'
  | 'failure_rule.updated'
  | 'failure_rule.deleted'
  | 'flaky_rules.changed'
  | 'tests.tagged'
  | 'connection.sync_requested';

export interface AuditLine {
  readonly action: AuditAction;
  /** What it was done to: `connection 3 (Production)`. */
  readonly subject: string;
  /** A few words more; never a secret. */
  readonly detail?: string;
  /** When somebody else than the principal did it, such as the user that has just signed in. */
  readonly actor?: string;
}

function entryOf(ctx: AuditContext, { action, actor, detail = '', subject }: AuditLine): NewAuditEntry {
  const at_ms = ctx.clock.nowMs();
  return { at_ms, actor: actor ?? actorOf(ctx.principal), action, subject, detail, address: ctx.remoteAddress };
}

/** Writes a line of the audit log in the transaction of the act itself. */
export async function recordAudit(ctx: AuditContext, tx: DatabaseTransaction, line: AuditLine): Promise<void> {
  await insertAuditEntry(tx, entryOf(ctx, line));
}

const hourMs = 3_600_000;

/**
 * Writes down what anybody can provoke as often as they like: equal acts of an hour share one line, which counts them;
 * one for each address, or with `isFromAnywhere` one for all.
 */
export async function countAudit(
  ctx: AuditContext,
  tx: DatabaseTransaction,
  { isFromAnywhere, ...line }: AuditLine & Pick<CountRule, 'isFromAnywhere'>,
): Promise<void> {
  const sinceMs = Math.floor(ctx.clock.nowMs() / hourMs) * hourMs;
  await countAuditEntry(tx, entryOf(ctx, line), { sinceMs, isFromAnywhere });
}

export type AuditContext = Pick<OperationContext, 'principal' | 'clock' | 'remoteAddress'>;
