/** Argon2id by the built-in `crypto.argon2`; a hash names its own parameters. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for an unknown user: pass null in place of the hash. */
  verify(password: string, hash: string | null): Promise<boolean>;
}
