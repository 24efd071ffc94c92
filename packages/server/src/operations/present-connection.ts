import type { Connection } from '@buildbutler/contract';
import type { ConnectionProblem, Pace, TlsMode } from '../core/connection.ts';
import { connectionStatus } from '../core/connection-status.ts';
import { paceLimits } from '../jenkins/pace-limits.ts';
import type { ConnectionOverview } from '../storage/connection-overview.ts';
import type { ConnectionRow } from '../storage/tables.ts';

const iso = (atMs: number | null) => (atMs === null ? null : new Date(atMs).toISOString());

/** Whether certificates of a connection are checked: explicit modes win over the server-wide setting. */
export function isTlsVerified(tlsMode: TlsMode, verifiesTlsByDefault: boolean): boolean {
  return tlsMode === 'ca' || (tlsMode === 'default' && verifiesTlsByDefault);
}

function presentProblem(problem: (ConnectionProblem & { readonly atMs: number }) | null): Connection['lastError'] {
  if (problem === null) return null;
  const { atMs, cause, code, fix, message } = problem;
  return { code, message, cause, fix, at: new Date(atMs).toISOString() };
}

function budgetOf(pace: Pace): Connection['load']['budget'] {
  const { requestsPerSecond, loadsPerSecond } = paceLimits[pace];
  return { requests: requestsPerSecond * 3_600, recordLoads: loadsPerSecond * 3_600 };
}

/** A connection as the API shows it: everything but the token. */
export function presentConnection(
  row: ConnectionRow,
  { state, jobs, builds, newestBuildAtMs, load, deepWork }: ConnectionOverview,
  { verifiesTlsByDefault, loadHourMs }: { readonly verifiesTlsByDefault: boolean; readonly loadHourMs: number },
): Connection {
  const tlsMode = row.tls_mode as TlsMode;
  return {
    id: row.id,
    name: row.name,
    url: row.base_url,
    username: row.username,
    hasToken: row.token_sealed !== null,
    tlsMode,
    caCertificate: row.ca_certificate,
    tlsVerified: isTlsVerified(tlsMode, verifiesTlsByDefault),
    syncIntervalSeconds: row.sync_interval_ms === null ? null : Math.round(row.sync_interval_ms / 1000),
    historyDays: row.history_days,
    historyBuilds: row.history_builds,
    includeJobs: JSON.parse(row.include_jobs) as string[],
    excludeJobs: JSON.parse(row.exclude_jobs) as string[],
    pace: row.pace as Pace,
    paused: row.is_paused === 1,
    ...connectionStatus(row.is_paused === 1, state),
    lastSuccessAt: iso(state.lastSuccessAtMs),
    lastError: presentProblem(state.lastProblem),
    consecutiveFailures: state.consecutiveFailures,
    nextAttemptAt: iso(state.nextAttemptAtMs),
    progress: {
      done: state.progressDone,
      total: state.progressTotal,
      phase: state.phase,
      etaSeconds: state.etaSeconds,
    },
    jobs,
    builds: { ...builds },
    isIdle: state.isIdle,
    newestBuildAt: iso(newestBuildAtMs),
    requestsPerMinute: state.requestsPerMinute,
    droppedItems: state.droppedItems,
    stageSource: state.stageSource,
    load: { since: new Date(loadHourMs).toISOString(), ...load, budget: budgetOf(row.pace as Pace) },
    deepWork,
    jenkinsVersion: state.jenkinsVersion,
    createdAt: new Date(row.created_at_ms).toISOString(),
  };
}
