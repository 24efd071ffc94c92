/** Something for whoever collects from a connection, in words that the collectors agree on. */
export interface LeaseNote {
  readonly connectionId: number;
  readonly note: string;
}

export interface LeaseQuestion {
  /** Connections that exist. */
  readonly wanted: readonly number[];
  /** False for a process that cannot open the tokens: it collects from nothing while there are others. */
  readonly isAble: boolean;
}

export interface LeaseRound {
  /** Connections that this process may collect from, each with the token of its lease: another token is another lease. */
  readonly held: ReadonlyMap<number, number>;
  /** Those it has beyond its share: to be let go as soon as nothing of them runs any more. */
  readonly surplus: readonly number[];
  /** How long the leases are good without being renewed. */
  readonly validForMs: number;
  /** Each is told once. */
  readonly notes: readonly LeaseNote[];
}

/**
 * Who collects from which connection, where several processes share one database. Every method throws `unavailable`
 * when the database cannot be asked.
 */
export interface Leases {
  /** Says that this process lives, takes what nobody alive holds, up to its share, and tells what it holds now. */
  look(question: LeaseQuestion): Promise<LeaseRound>;
  /** What was left for these connections since; each note is told once. */
  takeNotes(connectionIds: readonly number[]): Promise<readonly LeaseNote[]>;
  letGo(connectionIds: readonly number[]): Promise<void>;
  leaveNote(note: LeaseNote): Promise<void>;
  /** Lets go of everything: the others need not wait until the leases run out. */
  end(): Promise<void>;
}
