import type { Pace } from '../core/connection.ts';
import type { LimiterLimits } from './controller-options.ts';

/** What each pace allows one controller to spend on us, at most. */
export const paceLimits: Readonly<Record<Pace, LimiterLimits>> = {
  gentle: { requestsPerSecond: 3, loadsPerSecond: 100, mostInFlight: 3 },
  normal: { requestsPerSecond: 5, loadsPerSecond: 200, mostInFlight: 6 },
  fast: { requestsPerSecond: 20, loadsPerSecond: 1_000, mostInFlight: 6 },
};
