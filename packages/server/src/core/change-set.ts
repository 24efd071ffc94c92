/** One commit that a build contains for the first time, as read from a controller. */
export interface Change {
  readonly commit: string | null;
  readonly committedAtMs: number | null;
  /** First line of its message. */
  readonly message: string;
  /** A name, never a mail address; null = unknown. */
  readonly author: string | null;
}
