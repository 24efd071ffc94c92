/** An address that a link may lead to: only http and https, whatever the data says; undefined for anything else. */
export function externalUrl(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined) return undefined;
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
