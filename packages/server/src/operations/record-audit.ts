import { actorOf } from '../core/principal.ts';
import { insertAuditEntry } from '../storage/audit-repository.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import type { OperationContext } from './context.ts';

/** Closed list of what the audit log tells. */
export type AuditAction =
  | 'setup.completed'
  | 'setup.refused'
  | 'session.created'
  | 'session.refused'
  | 'session.ended'
  | 'token.created'
  | 'token.revoked'
  | 'user.password_reset'
  | 'secret_key.rotated'
  | 'connection.created'
  | 'connection.updated'
  | 'connection.deleted'
  | 'connection.tested'
  | 'connection.paused'
  | 'connection.resumed'
  | 'connection.hook_created'
  | 'connection.hook_removed'
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

/** Writes a line of the audit log in the transaction of the act itself. */
export async function recordAudit(ctx: AuditContext, tx: DatabaseTransaction, line: AuditLine): Promise<void> {
  const from = ctx.remoteAddress === null ? [] : [`from ${ctx.remoteAddress}`];
  await insertAuditEntry(tx, {
    at_ms: ctx.clock.nowMs(),
    actor: line.actor ?? actorOf(ctx.principal),
    action: line.action,
    subject: line.subject,
    detail: [...(line.detail === undefined ? [] : [line.detail]), ...from].join(' '),
  });
}

export type AuditContext = Pick<OperationContext, 'principal' | 'clock' | 'remoteAddress'>;
