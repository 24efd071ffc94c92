import type { Log } from '../core/log.ts';
import type { Principal } from '../core/principal.ts';
import type { Ask } from '../insights/ask.ts';
import type { OperationContext } from '../operations/context.ts';
import type { Authentication } from './authenticate.ts';
import type { Handlers } from './handler.ts';
import type { RateLimits } from './limit-rate.ts';
import type { Readiness } from './readiness.ts';

/** What the HTTP side is built from. */
export interface ApiOptions {
  readonly version: string;
  readonly log: Log;
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
  readonly rateLimits: RateLimits;
  /** Folder of the built web app. */
  readonly webDir: string;
  /** False for the command line's own app: nothing is fetched there. */
  readonly isCollecting: boolean;
  readonly authentication: Authentication;
  readonly readiness: Readiness;
  readonly ask: Ask;
  contextFor(principal: Principal, remoteAddress: string | null): OperationContext;
  /** In place of the handlers of the product: tests of the walk itself. */
  readonly handlers?: Handlers;
}
