/** The state of one agent at one moment, as read from a controller. */
export interface AgentState {
  /** `(built-in)` for the controller's own node. */
  readonly name: string;
  readonly description: string | null;
  /** Without its own name, which is a label too. */
  readonly labels: readonly string[];
  readonly isOnline: boolean;
  /** A person took it offline. */
  readonly isTemporarilyOffline: boolean;
  readonly offlineReason: string | null;
  readonly offlineSinceMs: number | null;
  readonly executors: number;
  readonly busyExecutors: number;
}
