import type { Setting } from './setting-reader.ts';

function read(text: string): URL | null {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')) return null;
  return url.hostname !== '' && url.pathname.length > 1 ? url : null;
}

/** The address of a PostgreSQL database, as it was written: the driver knows more of its options than we do. */
export function parseDatabaseUrl(text: string): string | null {
  return read(text) === null ? null : text;
}

export const databaseUrlSetting: Setting<string> = {
  name: 'BUILDBUTLER_DATABASE_URL',
  parse: parseDatabaseUrl,
  expected:
    'the address of a PostgreSQL database, such as postgres://buildbutler:password@db.example.com:5432/buildbutler (characters like @ : / in the password as %40 %3A %2F)',
  isSecret: true,
};

/** What may be shown of an address: `db.example.com:5432/buildbutler`. */
export function describeDatabase(databaseUrl: string): string {
  const url = read(databaseUrl);
  if (url === null) return 'a database';
  // A folder in `host` is that of a Unix socket.
  return `${url.searchParams.get('host') ?? url.host}${url.pathname}`;
}
