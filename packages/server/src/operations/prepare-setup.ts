import { isSetupNeeded, type SetupContext } from './get-setup.ts';

/** At the start of the server: a fresh one-time token to print, or null when there is an administrator. Throws `unavailable`. */
export async function prepareSetup(ctx: SetupContext): Promise<string | null> {
  if (await isSetupNeeded(ctx)) return ctx.setupToken.issue();
  await ctx.setupToken.discard();
  return null;
}
