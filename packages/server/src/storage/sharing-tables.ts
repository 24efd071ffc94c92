import type { Generated } from 'kysely';

/** A process that collects; its leases are worth something while it is alive. */
export interface CollectorProcessTable {
  holder: string;
  /** By the clock of the database, so that those of several machines need not agree. */
  expires_at_ms: number;
}

/** Who collects from a connection. */
export interface LeaseTable {
  connection_id: number;
  /** Empty = nobody. */
  holder: string;
  /** Rises with each change of the holder: what an earlier one still wants to store is refused. */
  token: number;
}

/** Something for whoever collects from a connection. */
export interface CollectorNoteTable {
  id: Generated<number>;
  connection_id: number;
  note: string;
}

export interface SharingTables {
  collector_process: CollectorProcessTable;
  lease: LeaseTable;
  collector_note: CollectorNoteTable;
}
