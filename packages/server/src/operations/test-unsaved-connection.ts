import { type ConnectionInput, type ConnectionTest, routes } from '@buildbutler/contract';
import { authorise } from './authorise.ts';
import { checkForm } from './connection-form.ts';
import type { OperationContext } from './context.ts';
import { presentTest } from './present-test.ts';
import { recordAudit } from './record-audit.ts';

/** A form whose name may still be missing. */
export type TestUnsavedInput = Omit<ConnectionInput, 'name'> & { readonly name?: string | undefined };

/** Tries a connection before it is saved; works in locked mode too. Throws `unprocessable` only for a form that cannot be tried. */
export async function testUnsavedConnection(ctx: OperationContext, input: TestUnsavedInput): Promise<ConnectionTest> {
  authorise(ctx.principal, routes.testUnsavedConnection.access);
  const { url: baseUrl, username, token, tlsMode, caCertificate, pace } = checkForm(input);
  const report = await ctx.controllers.test({ baseUrl, username, token, tlsMode, caCertificate, pace });
  await ctx.store.transaction((tx) =>
    recordAudit(ctx, tx, { action: 'connection.tested', subject: `${baseUrl} as ${username}`, detail: report.code }),
  );
  return presentTest(report);
}
