/** One spelling for one address: host in lower case, no default port, no slash at the end. Takes what the contract let through. */
export function normaliseUrl(text: string): string {
  const url = new URL(text.trim());
  return `${url.origin}${url.pathname.replace(/\/{2,}/g, '/').replace(/\/+$/, '')}`;
}
