const controls = /\p{Cc}+/gu;
/** Characters that reorder or hide text around them, and separators of lines. */
const invisible = /[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** One line of harmless text: names from Jenkins may carry terminal codes, tabs and line breaks. */
export function cleanText(text: string): string {
  return text.replace(controls, ' ').replace(invisible, '').trim();
}

/** The same JSON with everything escaped that a terminal might act on; only meant for JSON text. */
export function cleanJson(json: string): string {
  return json.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
