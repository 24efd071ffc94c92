/** What a person looks for when a number is in the text: `checkout #812`, `#812`, `812`. Undefined when there is none. */
export function parseBuildQuery(text: string): { number: number; job: string } | undefined {
  const match = /^(.*?)\s*#(\d{1,9})$/.exec(text.trim()) ?? /^()(\d{1,9})$/.exec(text.trim());
  if (match === null) return undefined;
  const number = Number(match[2]);
  return number < 1 ? undefined : { number, job: (match[1] ?? '').trim() };
}
