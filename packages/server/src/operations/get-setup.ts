import { storageProblem } from '../storage/storage-problem.ts';
import { hasUsers } from '../storage/user-repository.ts';
import type { OperationContext } from './context.ts';

export type SetupContext = Pick<OperationContext, 'store' | 'setupToken'>;

/** Whether the first administrator is missing. Throws `unavailable` when the store cannot say: a fault never opens the set-up. */
export async function isSetupNeeded({ store, setupToken }: SetupContext): Promise<boolean> {
  let isPeopled: boolean;
  try {
    isPeopled = await hasUsers(store.db);
  } catch (error) {
    throw storageProblem(error);
  }
  if (isPeopled) return false;
  await setupToken.refuseIfDone();
  return true;
}

/** For everybody: tells the web whether to show the set-up. */
export async function getSetup(ctx: SetupContext): Promise<{ needed: boolean }> {
  return { needed: await isSetupNeeded(ctx) };
}
