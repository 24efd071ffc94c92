/** Modes that the driver takes for `verify-full` with a warning on stderr; that is what we say ourselves. */
const strict: ReadonlySet<string | null> = new Set(['prefer', 'require', 'verify-ca']);

/** An address in the words of the driver: encryption without a check of the certificate is `sslmode=no-verify` only. */
export function driverUrl(databaseUrl: string): string {
  const url = URL.parse(databaseUrl);
  if (url === null || !strict.has(url.searchParams.get('sslmode'))) return databaseUrl;
  url.searchParams.set('sslmode', 'verify-full');
  return url.href;
}
