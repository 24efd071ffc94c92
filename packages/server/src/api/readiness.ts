/** Whether this process can do its work, in sentences. */
export interface Readiness {
  /** What keeps it from working; empty = ready. */
  check(): Promise<{ readonly blocking: readonly string[]; readonly notes: readonly string[] }>;
}
