import type { Result } from '@buildbutler/contract';
import type { Colors } from './io.ts';
import { unknown } from './present.ts';

export interface Finished {
  readonly result: Result | null;
  readonly building: boolean;
}

/** `SUCCESS` … or `RUNNING`; a dash when Jenkins did not say. */
export function resultText({ result, building }: Finished): string {
  return building ? 'RUNNING' : (result ?? unknown);
}

/** The same for scripts: nothing where nothing is known. */
export function resultPlain({ result, building }: Finished): string {
  return building ? 'RUNNING' : (result ?? '');
}

const colorNames = {
  SUCCESS: 'green',
  UNSTABLE: 'yellow',
  FAILURE: 'red',
  ABORTED: 'dim',
  NOT_BUILT: 'dim',
} as const satisfies Record<Result, keyof Colors>;

/** Running is cyan; the others as everywhere. */
export function resultColor({ result, building }: Finished, colors: Colors): (text: string) => string {
  if (building) return colors.cyan;
  return result === null ? colors.dim : colors[colorNames[result]];
}
