import type { ConnectionTest } from '@buildbutler/contract';
import type { ConnectionTestReport } from '../core/connection-test.ts';

/** What trying a connection found out, as the API shows it. */
export function presentTest(report: ConnectionTestReport): ConnectionTest {
  const { isOk, isTlsVerified, rights, latencyMs, ...rest } = report;
  return {
    ok: isOk,
    ...rest,
    latencyMs: latencyMs === null ? null : Math.round(latencyMs),
    tlsVerified: isTlsVerified,
    rights: rights.map(({ name, isGranted, effect }) => ({ name, granted: isGranted, effect })),
  };
}
