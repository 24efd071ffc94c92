import { type ConnectionTest, routes } from '@buildbutler/contract';
import type { TlsMode } from '../core/connection.ts';
import type { ConnectionTestReport } from '../core/connection-test.ts';
import { isTlsVerified } from '../core/is-tls-verified.ts';
import { connectionProblem } from '../jenkins/connection-problem.ts';
import { authorise } from './authorise.ts';
import { accessOf } from './connection-access.ts';
import type { OperationContext } from './context.ts';
import { presentTest } from './present-test.ts';
import { auditName, requireConnectionRow } from './read-connection.ts';
import { recordAudit } from './record-audit.ts';

function unreadableToken(ctx: OperationContext, tlsMode: TlsMode): ConnectionTestReport {
  const { code, message, cause, fix } = connectionProblem('secret_unreadable', ctx.secrets.lockedReason ?? undefined);
  return {
    isOk: false,
    code,
    message,
    cause,
    fix,
    jenkinsVersion: null,
    authenticatedAs: null,
    jobsVisible: null,
    latencyMs: null,
    isTlsVerified: isTlsVerified(tlsMode, ctx.verifiesTlsByDefault),
    suggestedUrl: null,
    rights: [],
  };
}

/** Tries a saved connection; whatever the controller does is an answer. Throws `not_found`. */
export async function testConnection(ctx: OperationContext, { id }: { readonly id: number }): Promise<ConnectionTest> {
  authorise(ctx.principal, routes.testConnection.access);
  const row = await requireConnectionRow(ctx.store.db, id);
  const access = accessOf(ctx, row);
  const report = access.token === null ? unreadableToken(ctx, access.tlsMode) : await ctx.controllers.test(access);
  await ctx.store.transaction((tx) =>
    recordAudit(ctx, tx, { action: 'connection.tested', subject: auditName(row), detail: report.code }),
  );
  return presentTest(report);
}
