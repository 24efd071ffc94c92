import { readKeyFile } from '../secrets/master-key.ts';
import { keyIdOf, openText } from '../secrets/seal.ts';
import { listSealedTokens } from '../storage/connection-repository.ts';
import type { Database } from '../storage/open-store.ts';
import { tokenPlace } from './read-connection.ts';

export interface VerifiedSecret {
  /** `token of Production`. */
  readonly name: string;
  readonly isReadable: boolean;
  /** Key that it was sealed with; null when it is no sealed text. */
  readonly keyId: string | null;
}

export interface VerifiedSecrets {
  /** Null when the key file is missing or of no use. */
  readonly keyId: string | null;
  readonly secrets: readonly VerifiedSecret[];
}

/** Opens every secret of the store with the key in `keyFile`, and tells nothing of them but whether that worked. */
export async function verifySecrets(db: Database, keyFile: string): Promise<VerifiedSecrets> {
  const read = readKeyFile(keyFile);
  const key = read.state === 'read' ? read.key : null;
  const secrets = (await listSealedTokens(db)).map(({ connectionId, name, sealed }) => ({
    name: `token of ${name}`,
    isReadable: key !== null && openText(key, sealed, tokenPlace(connectionId)) !== null,
    keyId: keyIdOf(sealed),
  }));
  return { keyId: key?.id ?? null, secrets };
}
