/** A text as `lower()` of both engines folds it: ASCII letters only, since databases fold others by their own locale. */
export function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A text that a `like … escape '\'` finds to the letter. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}
