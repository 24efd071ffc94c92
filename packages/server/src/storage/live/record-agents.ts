import { type Selectable, sql } from 'kysely';
import type { AgentState } from '../../core/agent.ts';
import { toStorableText, toStorableTextOrNull } from '../../core/storable-text.ts';
import { toWhole, toWholeOrNull } from '../../core/whole-number.ts';
import type { AgentIntervalTable, AgentStateTable } from '../deep-tables.ts';
import { idsOfNames } from '../name-dictionary.ts';
import type { StepContext } from '../step-context.ts';
import { endOfState, hasGap, lastLook, noteLook } from './snapshot-times.ts';

/** `disabled` = a person took it offline; `gone` = the controller does not list it any more. */
export type AgentCondition = 'online' | 'offline' | 'disabled' | 'gone';

type AgentRow = Selectable<AgentStateTable>;
type IntervalRow = Selectable<AgentIntervalTable>;

const mostAgents = 20_000;
const mostLabels = 200;
const mostTextLength = 500;
const mostCount = 1_000_000;

function conditionOf({ isOnline, isTemporarilyOffline }: AgentState): AgentCondition {
  if (isTemporarilyOffline) return 'disabled';
  return isOnline ? 'online' : 'offline';
}

interface Look {
  readonly context: StepContext;
  readonly lastLookMs: number | null;
}

function toRow({ context }: Look, agentId: number, agent: AgentState, before: AgentRow | undefined): AgentRow {
  const { atMs, connectionId } = context;
  const state = conditionOf(agent);
  return {
    connection_id: connectionId,
    agent_id: agentId,
    description: toStorableTextOrNull(agent.description, mostTextLength),
    labels: JSON.stringify(agent.labels.slice(0, mostLabels).map((label) => toStorableText(label, mostTextLength))),
    executors: Math.min(mostCount, toWhole(agent.executors)),
    busy_executors: Math.min(mostCount, toWhole(agent.busyExecutors)),
    state,
    since_ms: before?.state === state ? before.since_ms : atMs,
    offline_reason: toStorableTextOrNull(agent.offlineReason, mostTextLength),
    offline_since_ms: toWholeOrNull(agent.offlineSinceMs),
    first_seen_ms: before?.first_seen_ms ?? atMs,
    last_seen_ms: atMs,
  };
}

function toGoneRow({ context, lastLookMs }: Look, before: AgentRow): AgentRow {
  return {
    ...before,
    state: 'gone',
    since_ms: endOfState(lastLookMs, context.atMs),
    busy_executors: 0,
    last_seen_ms: lastLookMs ?? before.last_seen_ms,
  };
}

/** Members that change at every look are no reason to write a row. */
function differs(row: AgentRow, before: AgentRow | undefined): boolean {
  if (before === undefined) return true;
  const columns = Object.keys(row) as (keyof AgentRow)[];
  return columns.some((column) => column !== 'last_seen_ms' && row[column] !== before[column]);
}

async function writeStates({ statements, tx }: StepContext, rows: readonly AgentRow[]): Promise<void> {
  await statements.insert(tx, 'agent_state', rows, (some) =>
    tx
      .insertInto('agent_state')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['connection_id', 'agent_id']).doUpdateSet((e) => ({
          description: e.ref('excluded.description'),
          labels: e.ref('excluded.labels'),
          executors: e.ref('excluded.executors'),
          busy_executors: e.ref('excluded.busy_executors'),
          state: e.ref('excluded.state'),
          since_ms: e.ref('excluded.since_ms'),
          offline_reason: e.ref('excluded.offline_reason'),
          offline_since_ms: e.ref('excluded.offline_since_ms'),
          last_seen_ms: e.ref('excluded.last_seen_ms'),
        })),
      ),
  );
}

/** Ends intervals and begins those that follow. */
async function writeIntervals({ statements, tx }: StepContext, rows: readonly IntervalRow[]): Promise<void> {
  await statements.insert(tx, 'agent_interval', rows, (some) =>
    tx
      .insertInto('agent_interval')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['connection_id', 'agent_id', 'since_ms']).doUpdateSet((e) => ({
          until_ms: e.ref('excluded.until_ms'),
          state: e.ref('excluded.state'),
          reason: e.ref('excluded.reason'),
        })),
      ),
  );
}

async function openIntervals({ connectionId, tx }: StepContext): Promise<Map<number, IntervalRow>> {
  const rows = await tx
    .selectFrom('agent_interval')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('until_ms', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.agent_id, row]));
}

/** What the history gets when an agent is seen in a state: nothing while it stays the same, and was looked at all the time. */
function intervalsAfter({ context, lastLookMs }: Look, row: AgentRow, open: IntervalRow | undefined): IntervalRow[] {
  const { atMs, connectionId } = context;
  if (open?.state === row.state && !hasGap(lastLookMs, atMs)) return [];
  const rows: IntervalRow[] = [];
  if (open !== undefined) {
    rows.push({ ...open, until_ms: Math.max(open.since_ms, endOfState(lastLookMs, atMs)) });
  }
  if (row.state === 'gone') return rows;
  // An interval that began at this very moment is overwritten instead of ended.
  const isSame = open?.since_ms === atMs;
  const begun = {
    connection_id: connectionId,
    agent_id: row.agent_id,
    since_ms: atMs,
    until_ms: null,
    state: row.state,
    reason: row.offline_reason,
  };
  return isSame ? [begun] : [...rows, begun];
}

/** Those that were there at the last look, and those of `ids` that were there before. */
async function storedAgents(
  { connectionId, statements, tx }: StepContext,
  ids: ReadonlySet<number>,
): Promise<ReadonlyMap<number, AgentRow>> {
  const present = await tx
    .selectFrom('agent_state')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where(sql<boolean>`state <> 'gone'`)
    .execute();
  const known = new Map(present.map((row) => [row.agent_id, row]));
  const returned = [...ids].filter((id) => !known.has(id));
  const rows = await statements.forKeys(tx, 'agents', { keys: returned, before: [connectionId] }, (keys) =>
    tx.selectFrom('agent_state').selectAll().where('connection_id', '=', connectionId).where('agent_id', 'in', keys),
  );
  for (const row of rows) known.set(row.agent_id, row);
  return known;
}

/** Compares the agents with those before: who came, changed and is gone. Returns whether anything changed. */
export async function recordAgents(context: StepContext, given: readonly AgentState[]): Promise<boolean> {
  const { connectionId, tx } = context;
  const lastLookMs = await lastLook(tx, connectionId, 'agents_at_ms');
  const look: Look = { context, lastLookMs };
  const agents = new Map(
    given.slice(0, mostAgents).map((agent) => [toStorableText(agent.name, mostTextLength), agent]),
  );
  const ids = await idsOfNames(context, 'agent', agents.keys());
  const before = await storedAgents(context, new Set(ids.values()));
  const open = await openIntervals(context);
  const rows: AgentRow[] = [];
  const intervals: IntervalRow[] = [];
  const present = new Set<number>();
  for (const [name, agent] of agents) {
    const id = ids.get(name) ?? 0;
    present.add(id);
    const row = toRow(look, id, agent, before.get(id));
    if (differs(row, before.get(id))) rows.push(row);
    intervals.push(...intervalsAfter(look, row, open.get(id)));
  }
  for (const row of before.values()) {
    if (present.has(row.agent_id) || row.state === 'gone') continue;
    const gone = toGoneRow(look, row);
    rows.push(gone);
    intervals.push(...intervalsAfter(look, gone, open.get(row.agent_id)));
  }
  await writeStates(context, rows);
  await writeIntervals(context, intervals);
  await noteLook(context, 'agents_at_ms');
  return rows.length > 0;
}
