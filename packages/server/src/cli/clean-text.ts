const controls = /\p{Cc}+/gu;
/** Characters that reorder or hide text around them. */
const invisible = /[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One line of harmless text: names from Jenkins may carry terminal codes, tabs and line breaks. */
export function cleanText(text: string): string {
  return text.replace(controls, ' ').replace(invisible, '').trim();
}
