import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as 43 characters that fit into headers and cookies. */
export function newBearerSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What the store keeps in place of a secret. A plain hash is enough: nobody guesses 256 random bits. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether both hashes are the same, in a time that tells nothing. */
export function isSameHash(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
