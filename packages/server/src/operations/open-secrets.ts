import { finishInterruptedRotation } from '../secrets/key-rotation.ts';
import { type OpenedSecretBox, openSecretBox } from '../secrets/open-secret-box.ts';
import { findSealedToken } from '../storage/connection-repository.ts';
import type { Store } from '../storage/open-store.ts';
import { findSetting, writeSetting } from '../storage/setting-repository.ts';

export interface OpenSecretsInput {
  readonly keyFile: string;
  /** True when `BUILDBUTLER_SECRET_KEY_FILE` names it. */
  readonly isKeyFileGiven: boolean;
}

/** The setting that holds a known text, sealed. */
export const secretKeyCheck = 'secret_key_check';

/** At the start: opens the secrets of a store. A missing or wrong key gives a locked box and a `warning` to print. */
export async function openSecrets(
  { store }: { readonly store: Store },
  input: OpenSecretsInput,
): Promise<Pick<OpenedSecretBox, 'box' | 'warning'>> {
  const sealedText = await findSealedToken(store.db);
  const keyCheck = await findSetting(store.db, secretKeyCheck);
  finishInterruptedRotation(input.keyFile, sealedText ?? keyCheck);
  const { box, newKeyCheck, warning } = openSecretBox({ ...input, sealedText, keyCheck });
  if (newKeyCheck !== null) await store.transaction((tx) => writeSetting(tx, secretKeyCheck, newKeyCheck));
  return { box, warning };
}
