import { RecordLoads } from './record-loads.ts';
import type { RequestKind } from './request-kind.ts';

/** One answered request. */
export interface RequestRecord {
  readonly kind: RequestKind;
  readonly method: string;
  /** Path and query, below the prefix. */
  readonly address: string;
  readonly status: number;
  /** Build records touched, found in memory or not. */
  readonly coldLoads: number;
  readonly warmLoads: number;
  readonly plainBytes: number;
  readonly sentBytes: number;
  /** Why no client should ask this: no `tree`, `depth`, `actions[*]`, `culprits`, authors. */
  readonly rudeness: readonly string[];
}

const recordsKept = 20_000;

/** What clients cost the controller. */
export class Stats {
  readonly records = new RecordLoads();
  /** The newest requests, oldest first. */
  readonly requests: RequestRecord[] = [];
  total = 0;
  readonly byKind = new Map<RequestKind, number>();
  readonly byStatus = new Map<number, number>();
  plainBytes = 0;
  sentBytes = 0;
  inFlight = 0;
  mostInFlight = 0;
  mostPerSecond = 0;
  #recentStartsMs: number[] = [];

  /** Build records loaded from disk, and touched in memory, since the last reset. */
  get loads(): { cold: number; warm: number } {
    return { ...this.records.total };
  }

  /** How often a kind of request came. */
  count(kind: RequestKind): number {
    return this.byKind.get(kind) ?? 0;
  }

  /** Requests that no polite client makes. */
  get rude(): RequestRecord[] {
    return this.requests.filter(({ rudeness }) => rudeness.length > 0);
  }

  begin(): void {
    this.inFlight++;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    const nowMs = performance.now();
    this.#recentStartsMs.push(nowMs);
    while ((this.#recentStartsMs[0] ?? nowMs) < nowMs - 1000) this.#recentStartsMs.shift();
    this.mostPerSecond = Math.max(this.mostPerSecond, this.#recentStartsMs.length);
  }

  end(): void {
    this.inFlight--;
  }

  add(record: RequestRecord): void {
    this.total++;
    this.byKind.set(record.kind, this.count(record.kind) + 1);
    this.byStatus.set(record.status, (this.byStatus.get(record.status) ?? 0) + 1);
    this.plainBytes += record.plainBytes;
    this.sentBytes += record.sentBytes;
    this.requests.push(record);
    if (this.requests.length > recordsKept) this.requests.splice(0, recordsKept / 10);
  }

  /** Counts from zero; records in memory stay in memory (see `records.evict`). */
  reset(): void {
    this.records.reset();
    this.requests.length = 0;
    this.byKind.clear();
    this.byStatus.clear();
    this.total = 0;
    this.plainBytes = 0;
    this.sentBytes = 0;
    this.mostInFlight = this.inFlight;
    this.mostPerSecond = 0;
    this.#recentStartsMs = [];
  }
}
