export interface StoredLease {
  readonly connectionId: number;
  readonly holder: string;
  readonly token: number;
}

export interface LeaseSituation {
  readonly self: string;
  readonly wanted: readonly number[];
  readonly leases: readonly StoredLease[];
  /** Holders that live and can collect. */
  readonly alive: ReadonlySet<string>;
}

export interface LeasePlan {
  /** To take over, with the lease that is in the way; null = there was none yet. */
  readonly take: readonly { readonly connectionId: number; readonly before: StoredLease | null }[];
  /** To let go. */
  readonly surplus: readonly number[];
}

/** What one of several processes should take or let go, so that each has its share and none changes hands without need. */
export function planLeases({ alive, leases, self, wanted }: LeaseSituation): LeasePlan {
  const share = Math.ceil(wanted.length / Math.max(1, new Set([...alive, self]).size));
  const byConnection = new Map(leases.map((lease) => [lease.connectionId, lease]));
  const mine = wanted.filter((id) => byConnection.get(id)?.holder === self);
  const free = wanted.filter((id) => {
    const holder = byConnection.get(id)?.holder;
    return holder !== self && (holder === undefined || !alive.has(holder));
  });
  const take = free.slice(0, Math.max(0, share - mine.length));
  return {
    take: take.map((connectionId) => ({ connectionId, before: byConnection.get(connectionId) ?? null })),
    surplus: mine.slice(share),
  };
}
