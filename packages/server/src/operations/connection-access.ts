import type { Pace, TlsMode } from '../core/connection.ts';
import type { ConnectionRow } from '../storage/tables.ts';
import type { ConnectionAccess, OperationContext } from './context.ts';
import { tokenPlace } from './read-connection.ts';

/** The token of a stored connection; null when there is none or it cannot be opened. */
export function openToken(
  { secrets }: Pick<OperationContext, 'secrets'>,
  row: Pick<ConnectionRow, 'id' | 'token_sealed'>,
): string | null {
  return row.token_sealed === null ? null : secrets.open(row.token_sealed, tokenPlace(row.id));
}

/** What is needed to reach the controller of a stored connection. */
export function accessOf(ctx: Pick<OperationContext, 'secrets'>, row: ConnectionRow): ConnectionAccess {
  return {
    baseUrl: row.base_url,
    username: row.username,
    token: openToken(ctx, row),
    tlsMode: row.tls_mode as TlsMode,
    caCertificate: row.ca_certificate,
    pace: row.pace as Pace,
  };
}
