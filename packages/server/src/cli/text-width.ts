const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60\u3000-\u303e]/u;
const narrow = /^[\x20-\x7e]*$/;

/** Columns that one character takes on a terminal: 0 for accents that combine, 2 for East Asian characters and emoji. */
function characterWidth(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Columns that a clean line takes on a terminal. */
export function textWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  return [...text].reduce((sum, character) => sum + characterWidth(character), 0);
}

/** Cuts at the left until `width` columns are enough: jobs and addresses differ at their ends. */
export function cutLeft(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const characters = [...text];
  let room = width - 1;
  let first = characters.length;
  while (first > 0) {
    room -= characterWidth(characters[first - 1] ?? '');
    if (room < 0) break;
    first -= 1;
  }
  return `…${characters.slice(first).join('')}`;
}
