const replacement = '\uFFFD';

/** Text that every store takes: well-formed, without NUL (PostgreSQL refuses it), at most `most` UTF-16 units. */
export function toStorableText(text: string, most: number): string {
  const clipped = text.length > most ? text.slice(0, most) : text;
  return clipped.toWellFormed().replaceAll('\0', replacement);
}

/** As `toStorableText`; null stays null. */
export function toStorableTextOrNull(text: string | null, most: number): string | null {
  return text === null ? null : toStorableText(text, most);
}
