import { AppError } from '../../core/app-error.ts';
import type { DatabaseTransaction } from '../store.ts';

/** Another process collects from the connection now. */
export class LeaseLost extends AppError {
  constructor() {
    super('conflict', 'Another process collects from this connection now.');
    this.name = 'LeaseLost';
  }
}

/**
 * Lets a step of the collector be stored only under the lease that it was collected under. A process that hung for a
 * minute and wakes up does not know yet that another one has taken over; the database does.
 */
export class StepGuard {
  readonly #holder: string;
  readonly #tokens = new Map<number, number>();

  constructor(holder: string) {
    this.#holder = holder;
  }

  /** From now on, steps of this connection are collected under this lease. */
  admit(connectionId: number, token: number): void {
    this.#tokens.set(connectionId, token);
  }

  /** Nothing of this connection runs any more. */
  dismiss(connectionId: number): void {
    this.#tokens.delete(connectionId);
  }

  /** In the transaction of a step: nobody can take the lease over before it has ended. Throws `LeaseLost`. */
  async check(tx: DatabaseTransaction, connectionId: number): Promise<void> {
    const token = this.#tokens.get(connectionId);
    if (token === undefined) throw new LeaseLost();
    const lease = await tx
      .selectFrom('lease')
      .select('token')
      .where('connection_id', '=', connectionId)
      .where('holder', '=', this.#holder)
      .where('token', '=', token)
      .forShare()
      .executeTakeFirst();
    if (lease === undefined) throw new LeaseLost();
  }
}
