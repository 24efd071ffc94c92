import { type AuditEntry, routes } from '@buildbutler/contract';
import { type AuditEntryRow, type AuditFilter, readAuditBefore, readAuditPage } from '../storage/audit-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';

export interface AuditQuestion {
  /** Empty = everybody. */
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** ISO 8601, half-open. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

interface AuditPage {
  readonly data: AuditEntry[];
  readonly meta: { readonly page: number; readonly per_page: number; readonly total: number };
}

const rowsPerRead = 500;

function filterOf({ action, actor, since, until }: AuditQuestion): AuditFilter {
  const text = (value: string | undefined) => (value === undefined || value.trim() === '' ? undefined : value.trim());
  const instant = (value: string | undefined) => (value === undefined ? undefined : Date.parse(value));
  return { actor: text(actor), action: text(action), sinceMs: instant(since), untilMs: instant(until) };
}

function present(row: AuditEntryRow): AuditEntry {
  const { action, actor, address, at_ms, count, detail, id, last_at_ms, subject } = row;
  const at = new Date(at_ms).toISOString();
  const lastAt = last_at_ms === null ? at : new Date(last_at_ms).toISOString();
  return { id, at, actor, action, subject, detail, address, count, lastAt };
}

/** One page of the audit log, newest first. */
export async function listAudit(
  ctx: OperationContext,
  { page, per_page, ...question }: AuditQuestion & { readonly page: number; readonly per_page: number },
): Promise<AuditPage> {
  authorise(ctx.principal, routes.listAudit.access);
  const place = { limit: per_page, offset: (page - 1) * per_page };
  const { rows, total } = await readAuditPage(ctx.store.db, filterOf(question), place);
  return { data: rows.map(present), meta: { page, per_page, total } };
}

/** The whole audit log, newest first, read piece by piece. */
export async function* readAudit(ctx: OperationContext, question: AuditQuestion): AsyncGenerator<AuditEntry[]> {
  authorise(ctx.principal, routes.exportAudit.access);
  const filter = filterOf(question);
  let beforeId = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const rows = await readAuditBefore(ctx.store.db, filter, { beforeId, limit: rowsPerRead });
    const last = rows.at(-1);
    if (last === undefined) return;
    beforeId = last.id;
    yield rows.map(present);
  }
}
