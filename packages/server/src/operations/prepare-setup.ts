import type { OperationContext } from './context.ts';
import { ensureFirstAdministrator, type FirstAdministratorSettings } from './ensure-first-administrator.ts';
import { isSetupNeeded } from './get-setup.ts';

/**
 * At the start of the server: creates the administrator that the environment names, if any; otherwise returns a fresh
 * one-time token to print. Null when there is an administrator. Throws `bad_request` for unusable settings, `unavailable`
 * when the store has lost its users.
 */
export async function prepareSetup(
  ctx: Pick<OperationContext, 'store' | 'clock' | 'passwords' | 'setupToken'>,
  firstAdministrator: FirstAdministratorSettings | null,
): Promise<string | null> {
  const { store, clock, passwords, setupToken } = ctx;
  if (!(await isSetupNeeded(ctx))) {
    await setupToken.discard();
    return null;
  }
  if (firstAdministrator === null) return setupToken.issue();
  const asThisMachine = {
    store,
    clock,
    passwords,
    setupToken,
    principal: { kind: 'local' },
    remoteAddress: null,
  } as const;
  await ensureFirstAdministrator(asThisMachine, firstAdministrator);
  return null;
}
