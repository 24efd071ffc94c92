import type { Database } from '../open-store.ts';
import type { StepContext } from '../step-context.ts';

type Part = 'queue_at_ms' | 'agents_at_ms';

/** What happened between two looks so far apart is unknown, and counts until the first of them only. */
const longestGapMs = 5 * 60_000;

/** When a connection's queue or agents were looked at last; null = never. */
export async function lastLook(db: Database, connectionId: number, part: Part): Promise<number | null> {
  const row = await db
    .selectFrom('live_snapshot')
    .select(part)
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  return row?.[part] ?? null;
}

/** Until when a state that was seen at the last look lasted, when it is over now. */
export function endOfState(lastLookMs: number | null, atMs: number): number {
  if (lastLookMs === null) return atMs;
  return atMs - lastLookMs > longestGapMs ? lastLookMs : atMs;
}

export function hasGap(lastLookMs: number | null, atMs: number): boolean {
  return lastLookMs !== null && atMs - lastLookMs > longestGapMs;
}

export async function noteLook({ atMs, connectionId, tx }: StepContext, part: Part): Promise<void> {
  await tx
    .insertInto('live_snapshot')
    .values({ connection_id: connectionId, queue_at_ms: null, agents_at_ms: null, [part]: atMs })
    .onConflict((conflict) => conflict.column('connection_id').doUpdateSet({ [part]: atMs }))
    .execute();
}
