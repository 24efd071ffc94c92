import type { ConnectionState, SyncPhase } from '../core/connection.ts';
import type { ConnectionStateRow, Flag } from './tables.ts';

/** The state of a connection that was never synced. */
export const freshState: ConnectionState = {
  phase: 'waiting',
  progressDone: 0,
  progressTotal: 0,
  etaSeconds: null,
  isIdle: false,
  lastSuccessAtMs: null,
  lastProblem: null,
  consecutiveFailures: 0,
  nextAttemptAtMs: null,
  jenkinsVersion: null,
  session: null,
  requestsPerMinute: 0,
  droppedItems: 0,
  agentsOnline: 0,
  agentsTotal: 0,
  queueLength: 0,
  stageSource: null,
};

export function toState(row: ConnectionStateRow): ConnectionState {
  return {
    phase: row.phase as SyncPhase,
    progressDone: row.progress_done,
    progressTotal: row.progress_total,
    etaSeconds: row.eta_seconds,
    isIdle: row.is_idle === 1,
    lastSuccessAtMs: row.last_success_at_ms,
    lastProblem: row.last_problem === null ? null : (JSON.parse(row.last_problem) as ConnectionState['lastProblem']),
    consecutiveFailures: row.consecutive_failures,
    nextAttemptAtMs: row.next_attempt_at_ms,
    jenkinsVersion: row.jenkins_version,
    session: row.session,
    requestsPerMinute: row.requests_per_minute,
    droppedItems: row.dropped_items,
    agentsOnline: row.agents_online,
    agentsTotal: row.agents_total,
    queueLength: row.queue_length,
    stageSource: row.stage_source as ConnectionState['stageSource'],
  };
}

export function toStateRow(connectionId: number, state: ConnectionState): ConnectionStateRow {
  return {
    connection_id: connectionId,
    phase: state.phase,
    progress_done: state.progressDone,
    progress_total: state.progressTotal,
    eta_seconds: state.etaSeconds,
    is_idle: (state.isIdle ? 1 : 0) as Flag,
    last_success_at_ms: state.lastSuccessAtMs,
    last_problem: state.lastProblem === null ? null : JSON.stringify(state.lastProblem),
    consecutive_failures: state.consecutiveFailures,
    next_attempt_at_ms: state.nextAttemptAtMs,
    jenkins_version: state.jenkinsVersion,
    session: state.session,
    requests_per_minute: state.requestsPerMinute,
    dropped_items: state.droppedItems,
    agents_online: state.agentsOnline,
    agents_total: state.agentsTotal,
    queue_length: state.queueLength,
    stage_source: state.stageSource,
  };
}
