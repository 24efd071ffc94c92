import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { ConnectionSettings } from '../core/connection.ts';
import type { LeaseRound, Leases } from '../storage/leases/leases.ts';
import type { StepGuard } from '../storage/leases/step-guard.ts';
import type { Collector, CollectorHint } from './collector.ts';
import { followNote, writeNote } from './collector-note.ts';

const lookEveryMs = 2_000;
/** What another process was told is here soon: an announced build is waited for. */
const notesEveryMs = 500;
/** Runners need a moment to stop before the leases have run out. */
const marginMs = 3_000;

export interface SharedCollectorOptions {
  /** Collects from what it is told to, in this process. */
  readonly collector: Collector;
  readonly leases: Leases;
  readonly guard: StepGuard;
  readonly clock: Clock;
  /** A bug, for the log. */
  readonly onDefect: (error: unknown) => void;
}

/** One of several processes on a database: collects from those connections whose leases it holds. */
export class SharedCollector implements Collector {
  readonly #options: SharedCollectorOptions;
  readonly #stopping = new AbortController();
  #connections: readonly ConnectionSettings[] = [];
  /** Leases that were seen last, by connection. */
  #held: ReadonlyMap<number, number> = new Map();
  /** Leases that runners work under. */
  readonly #running = new Map<number, number>();
  #validUntilMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> = Promise.resolve();
  #applying: Promise<void> = Promise.resolve();
  #loop: Promise<void> | null = null;

  constructor(options: SharedCollectorOptions) {
    this.#options = options;
  }

  async configure(connections: readonly ConnectionSettings[]): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#connections = connections;
    this.#loop ??= this.#run();
    await this.#lookSafely();
    await this.#apply();
  }

  async nudge(connectionId: number): Promise<void> {
    const { collector, leases } = this.#options;
    if (this.#running.has(connectionId)) await collector.nudge(connectionId);
    else await leases.leaveNote({ connectionId, note: writeNote({ kind: 'nudge' }) });
  }

  async hint(connectionId: number, hint: CollectorHint): Promise<void> {
    const { collector, leases } = this.#options;
    if (this.#running.has(connectionId)) await collector.hint(connectionId, hint);
    else await leases.leaveNote({ connectionId, note: writeNote({ kind: 'hint', hint }) });
  }

  async idle(): Promise<void> {
    await this.#lookSafely();
    await this.#applying;
    await this.#options.collector.idle();
  }

  async stop(): Promise<void> {
    const { collector, leases } = this.#options;
    this.#stopping.abort();
    await this.#loop;
    await this.#looking;
    await collector.stop();
    // Without a database the leases run out by themselves.
    await leases.end().catch(() => undefined);
  }

  /** A step was refused: another process has the lease. */
  lost(connectionId: number): void {
    this.#held = new Map([...this.#held].filter(([id]) => id !== connectionId));
    void this.#apply();
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    let lookedAtMs = clock.nowMs();
    while (!this.#stopping.signal.aborted) {
      await clock.sleep(notesEveryMs, this.#stopping.signal);
      if (this.#stopping.signal.aborted) return;
      if (clock.nowMs() - lookedAtMs >= lookEveryMs) {
        lookedAtMs = clock.nowMs();
        await this.#lookSafely();
      } else await this.#readNotes();
    }
  }

  /** Between two looks; what fails is found by the next look. */
  async #readNotes(): Promise<void> {
    const { collector, leases, onDefect } = this.#options;
    try {
      const notes = await leases.takeNotes([...this.#running.keys()]);
      for (const { connectionId, note } of notes) await followNote(collector, connectionId, note);
    } catch (error) {
      if (!(error instanceof AppError)) onDefect(error);
    }
  }

  /** Looks, one after the other; what the database refuses is tried again at the next turn. */
  #lookSafely(): Promise<void> {
    this.#looking = this.#looking.then(async () => {
      if (this.#stopping.signal.aborted) return;
      try {
        await this.#look();
      } catch (error) {
        if (!(error instanceof AppError)) this.#options.onDefect(error);
        if (this.#options.clock.nowMs() < this.#validUntilMs - marginMs) return;
        // Others may have taken over by now.
        this.#held = new Map();
        void this.#apply();
      }
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { clock, collector, leases } = this.#options;
    const wanted = this.#connections.map(({ id }) => id);
    const isAble = this.#connections.length === 0 || this.#connections.some(({ token }) => token !== null);
    const askedAtMs = clock.nowMs();
    const round = await leases.look({ wanted, isAble });
    this.#validUntilMs = askedAtMs + round.validForMs;
    this.#held = this.#keptOf(round);
    if (round.surplus.length > 0) void this.#apply().then(() => this.#letGo(round.surplus));
    else if (this.#hasChanges()) void this.#apply();
    for (const { connectionId, note } of round.notes) await followNote(collector, connectionId, note);
  }

  #keptOf({ held, surplus }: LeaseRound): ReadonlyMap<number, number> {
    return new Map([...held].filter(([id]) => !surplus.includes(id)));
  }

  async #letGo(connectionIds: readonly number[]): Promise<void> {
    await this.#options.leases.letGo(connectionIds).catch(() => undefined);
  }

  #hasChanges(): boolean {
    const { size } = this.#held;
    return size !== this.#running.size || [...this.#held].some(([id, token]) => this.#running.get(id) !== token);
  }

  /** Starts and stops what the leases say, one change after the other; resolves when the runners have followed. */
  #apply(): Promise<void> {
    this.#applying = this.#applying.then(() => this.#follow()).catch((error) => this.#options.onDefect(error));
    return this.#applying;
  }

  async #follow(): Promise<void> {
    const { collector, guard } = this.#options;
    const held = this.#held;
    const connections = this.#connections.filter(({ id }) => held.has(id));
    // What a runner knows is true under its own lease only: under another one it begins anew.
    const lasting = connections.filter(({ id }) => this.#running.get(id) === held.get(id));
    if (lasting.length < this.#running.size) {
      await collector.configure(lasting);
      for (const id of this.#running.keys()) {
        if (lasting.some((connection) => connection.id === id)) continue;
        this.#running.delete(id);
        guard.dismiss(id);
      }
    }
    for (const { id } of connections) {
      const token = held.get(id) ?? 0;
      this.#running.set(id, token);
      guard.admit(id, token);
    }
    await collector.configure(connections);
  }
}
