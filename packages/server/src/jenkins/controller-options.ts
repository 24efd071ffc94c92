import type { AddressRules } from '../core/address-rules.ts';
import type { Clock } from '../core/clock.ts';
import type { ConnectionSettings } from '../core/connection.ts';

/** Ceilings of the limiter of one controller. */
export interface LimiterLimits {
  readonly requestsPerSecond: number;
  /** Build records the controller may have to load for us in a second. */
  readonly loadsPerSecond: number;
  readonly mostInFlight: number;
}

export interface ControllerOptions {
  readonly connection: Pick<
    ConnectionSettings,
    'baseUrl' | 'username' | 'token' | 'tlsMode' | 'caCertificate' | 'pace'
  >;
  readonly addressRules: AddressRules;
  /** What `JENKINS_TLS_REJECT_UNAUTHORIZED` says; counts for the TLS mode `default` only. */
  readonly verifiesTlsByDefault: boolean;
  /** `BuildButler/<version>`. */
  readonly userAgent: string;
  readonly clock: Clock;
  /** In place of those that the pace stands for: tests and benches at full speed. */
  readonly limits?: LimiterLimits;
  /** Cuts every deadline down to this: tests with controllers that never answer. */
  readonly mostAnswerMs?: number;
  /** 0 (inclusive) to 1 (exclusive), in place of `Math.random`: spreads the retries. */
  readonly random?: () => number;
}
