/** Where requests may go; guarantees of docs/guides/connecting-jenkins.md. */
export interface AddressRules {
  /** True while BuildButler itself can only be reached from this machine: then loopback controllers are fine. */
  readonly isListeningOnLoopback: boolean;
  /** Host names, addresses and CIDR blocks that are allowed besides (`BUILDBUTLER_OUTBOUND_ALLOW`). */
  readonly allow: readonly string[];
}

/** Who a request is for: a controller that an administrator named, or a webhook. */
export type Purpose = 'jenkins' | 'webhook';
