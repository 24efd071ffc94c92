import type { Connection } from '@buildbutler/contract';

export type Pace = Connection['pace'];

interface PaceFacts {
  readonly value: Pace;
  readonly label: string;
  readonly requestsPerSecond: number;
  readonly loadsPerSecond: number;
}

/** What a controller may be asked at most, by pace. */
export const paces: readonly PaceFacts[] = [
  { value: 'gentle', label: 'Gentle', requestsPerSecond: 3, loadsPerSecond: 100 },
  { value: 'normal', label: 'Normal', requestsPerSecond: 5, loadsPerSecond: 200 },
  { value: 'fast', label: 'Fast', requestsPerSecond: 20, loadsPerSecond: 1_000 },
];
