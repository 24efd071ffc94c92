// A name of control characters or dots is no job of Jenkins; "." and ".." would lead the request to another address.
const unusable = /^\.{1,2}$|[/\p{Cc}]/u;

/** A name as Jenkins stores it, to the letter, for it becomes part of addresses; null when it cannot be one. */
export function asItemName(value: unknown): string | null {
  if (typeof value !== 'string' || value === '' || value.length > 1_000) return null;
  return unusable.test(value) || !value.isWellFormed() ? null : value;
}
