/**
 * Seals texts for the store: AES-256-GCM, random nonce, key id and row as associated data.
 * A sealed text is opaque ASCII that names its format version and key.
 */
export interface SecretBox {
  /** False in locked mode: the key file is missing or another one than the store was sealed with. */
  readonly isUnlocked: boolean;
  /** Why it is locked, as a sentence with what to do; null when it is not. */
  readonly lockedReason: string | null;
  /** `row` names the place, such as `connection:3:token`: a sealed text moved to another row does not open. Throws `unavailable` in locked mode. */
  seal(plain: string, row: string): string;
  /** Null when it cannot be opened (locked, wrong row, changed). */
  open(sealed: string, row: string): string | null;
}
