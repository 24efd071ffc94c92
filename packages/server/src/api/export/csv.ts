/** What spreadsheets take for the beginning of a formula, or step over to get to one; with the wide forms that they treat alike. */
const formulaStart = /^[\s\0]*[=+\-@\t\r＝＋－＠|%]/u;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = Array.isArray(value) ? value.join('; ') : String(value);
  const guarded = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) || guarded !== guarded.trim() ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** A line of CSV (RFC 4180). Text that a spreadsheet would run as a formula is led by an apostrophe. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}
