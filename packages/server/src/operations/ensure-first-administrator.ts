import { readFile } from 'node:fs/promises';
import { newPasswordSchema, usernameSchema } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import type { OperationContext } from './context.ts';
import { storeFirstAdministrator } from './create-first-administrator.ts';
import { isSetupNeeded } from './get-setup.ts';

export interface FirstAdministratorSettings {
  readonly username: string;
  readonly passwordFile: string;
}

type StartContext = Pick<
  OperationContext,
  'principal' | 'remoteAddress' | 'store' | 'clock' | 'passwords' | 'setupToken'
>;

async function readPassword(passwordFile: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(passwordFile, 'utf8');
  } catch (error) {
    throw new AppError(
      'bad_request',
      `BUILDBUTLER_ADMIN_PASSWORD_FILE: ${passwordFile} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      { cause: error },
    );
  }
  // Editors and `echo` end a file with a line break that nobody means as part of the password.
  const password = newPasswordSchema.safeParse(text.replace(/\r?\n$/, ''));
  if (password.success) return password.data;
  throw new AppError('bad_request', 'BUILDBUTLER_ADMIN_PASSWORD_FILE: the password must have 15 to 1,024 characters.');
}

/** At the start: creates the administrator that the environment names, unless there are users already. True when it was created. */
export async function ensureFirstAdministrator(
  ctx: StartContext,
  { username, passwordFile }: FirstAdministratorSettings,
): Promise<boolean> {
  if (!(await isSetupNeeded(ctx))) return false;
  const name = usernameSchema.safeParse(username);
  if (!name.success) {
    const wrong = name.error.issues.map(({ message }) => message).join('; ');
    throw new AppError('bad_request', `BUILDBUTLER_ADMIN_USER: "${username}" cannot be a user name (${wrong}).`);
  }
  const passwordHash = await ctx.passwords.hash(await readPassword(passwordFile));
  await ctx.store.transaction((tx) => storeFirstAdministrator(ctx, tx, { username: name.data, passwordHash }));
  await ctx.setupToken.discard();
  return true;
}
