import type { NameSession } from './name-cache.ts';
import type { DatabaseTransaction } from './open-store.ts';
import type { StatementCache } from './statement-cache.ts';

/** What the parts of one step write with. */
export interface StepContext {
  readonly tx: DatabaseTransaction;
  readonly statements: StatementCache;
  readonly names: NameSession;
  readonly connectionId: number;
  readonly atMs: number;
}
