import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey } from './master-key.ts';

const version = 'bb1';
const nonceBytes = 12;
const tagBytes = 16;
const form = /^bb1\.([0-9a-f]{16})\.([\w-]{16})\.([\w-]{22,})$/;

/** Format, key and row belong to the text: none of them can be exchanged without its noticing. */
function associatedData(keyId: string, row: string): Buffer {
  return Buffer.from(JSON.stringify([version, keyId, row]));
}

/** `bb1.<key id>.<nonce>.<ciphertext and tag>`. */
export function sealText(key: MasterKey, plain: string, row: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associatedData(key.id, row));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [version, key.id, nonce.toString('base64url'), body.toString('base64url')].join('.');
}

/** The name of the key that a text was sealed with; null when it is not a sealed text. */
export function keyIdOf(sealed: string): string | null {
  return form.exec(sealed)?.[1] ?? null;
}

/** Null when it was sealed with another key or for another row, or was changed. */
export function openText(key: MasterKey, sealed: string, row: string): string | null {
  const [, keyId, nonce, body] = form.exec(sealed) ?? [];
  if (keyId !== key.id || nonce === undefined || body === undefined) return null;
  const bytes = Buffer.from(body, 'base64url');
  const split = bytes.length - tagBytes;
  try {
    const cipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'), {
      authTagLength: tagBytes,
    });
    cipher.setAAD(associatedData(keyId, row));
    cipher.setAuthTag(bytes.subarray(split));
    return cipher.update(bytes.subarray(0, split), undefined, 'utf8') + cipher.final('utf8');
  } catch {
    return null;
  }
}
