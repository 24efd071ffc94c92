import { AppError } from '../core/app-error.ts';
import { adoptNextKey, finishInterruptedRotation, prepareNextKey } from '../secrets/key-rotation.ts';
import { readKeyFile } from '../secrets/master-key.ts';
import { sealKeyCheck } from '../secrets/open-secret-box.ts';
import { openText, sealText } from '../secrets/seal.ts';
import { findSealedToken, listSealedTokens, updateConnectionRow } from '../storage/connection-repository.ts';
import type { Store } from '../storage/open-store.ts';
import { writeSetting } from '../storage/setting-repository.ts';
import { secretKeyCheck } from './open-secrets.ts';
import { tokenPlace } from './read-connection.ts';
import { type AuditContext, recordAudit } from './record-audit.ts';

export interface RotatedKey {
  /** Tokens that were sealed anew. */
  readonly secrets: number;
  readonly oldKeyId: string;
  readonly newKeyId: string;
  /** Where the old key is kept, for backups that were made before. */
  readonly oldKeyFile: string;
}

/**
 * Makes a new master key and seals every secret with it, all of them in one transaction; the old key stays beside it.
 * No server may run meanwhile. After an interruption at any moment, the next start has one key that opens everything.
 * Throws `conflict` when a secret does not open with the key there is, `unavailable` when the new one cannot be stored.
 */
export async function rotateKey(
  ctx: AuditContext & { readonly store: Store },
  { keyFile }: { readonly keyFile: string },
): Promise<RotatedKey> {
  finishInterruptedRotation(keyFile, await findSealedToken(ctx.store.db));
  const read = readKeyFile(keyFile);
  if (read.state !== 'read')
    throw new AppError('conflict', `There is no key to replace: ${keyFile} is ${read.state}. Put the right one there.`);
  const old = read.key;
  const next = nextKey(keyFile);
  const secrets = await ctx.store.transaction(async (tx) => {
    const tokens = await listSealedTokens(tx);
    for (const { connectionId: id, name, sealed } of tokens) {
      const place = tokenPlace(id);
      const plain = openText(old, sealed, place);
      if (plain === null) {
        const fix = 'Nothing was changed. Enter its token anew, or put back the key that it was sealed with.';
        throw new AppError(
          'conflict',
          `The token of connection ${name} does not open with the key in ${keyFile}. ${fix}`,
        );
      }
      await updateConnectionRow(tx, id, { token_sealed: sealText(next, plain, place) });
    }
    await writeSetting(tx, secretKeyCheck, sealKeyCheck(next));
    const detail = `from ${old.id} to ${next.id}`;
    await recordAudit(ctx, tx, { action: 'secret_key.rotated', subject: 'master key', detail });
    return tokens.length;
  });
  return { secrets, oldKeyId: old.id, newKeyId: next.id, oldKeyFile: adoptNextKey(keyFile, old) };
}

function nextKey(keyFile: string) {
  try {
    return prepareNextKey(keyFile);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new AppError(
      'unavailable',
      `A new key cannot be written beside ${keyFile} (${code}). Make its folder writable.`,
      {
        cause: error,
      },
    );
  }
}
