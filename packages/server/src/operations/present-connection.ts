import type { Connection } from '@buildbutler/contract';
import type { ConnectionProblem, Pace } from '../core/connection.ts';
import { connectionStatus } from '../core/connection-status.ts';
import { isTlsVerified } from '../core/is-tls-verified.ts';
import { paceLimits } from '../jenkins/pace-limits.ts';
import type { ConnectionOverview } from '../storage/connection-overview.ts';
import type { ConnectionRow } from '../storage/tables.ts';
import { formOf } from './connection-form.ts';

const iso = (atMs: number | null) => (atMs === null ? null : new Date(atMs).toISOString());

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
  { state, jobs, builds, newestBuildAtMs, load, deepWork, hookCreatedAtMs }: ConnectionOverview,
  { verifiesTlsByDefault, loadHourMs }: { readonly verifiesTlsByDefault: boolean; readonly loadHourMs: number },
): Connection {
  const form = formOf(row);
  return {
    id: row.id,
    ...form,
    hasToken: row.token_sealed !== null,
    tlsVerified: isTlsVerified(form.tlsMode, verifiesTlsByDefault),
    ...connectionStatus(form.paused, state),
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
    load: { since: new Date(loadHourMs).toISOString(), ...load, budget: budgetOf(form.pace) },
    pushSince: iso(hookCreatedAtMs),
    deepWork,
    jenkinsVersion: state.jenkinsVersion,
    createdAt: new Date(row.created_at_ms).toISOString(),
  };
}
