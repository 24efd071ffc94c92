import type { TlsMode } from './connection.ts';

/** Whether certificates of a connection are checked: an explicit mode wins, and only the mode `default` heeds the server-wide setting. */
export function isTlsVerified(tlsMode: TlsMode, verifiesTlsByDefault: boolean): boolean {
  return tlsMode === 'ca' || (tlsMode === 'default' && verifiesTlsByDefault);
}
