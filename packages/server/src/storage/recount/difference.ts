/** One figure of the store that a count of its rows does not confirm. */
export interface Difference {
  readonly table: 'rollup_hour' | 'rollup_day' | 'job';
  readonly connectionId: number;
  /** The hour, the day or the job: `2026-03-10T12:00:00.000Z`, `team/api`. */
  readonly subject: string;
  readonly field: string;
  readonly stored: string;
  readonly counted: string;
}

type Values = Readonly<Record<string, unknown>>;

const longestText = 60;

function toText(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes ${Buffer.from(value).toString('hex')}`;
  return value === null || value === undefined ? 'none' : String(value);
}

const shortened = (text: string) => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);

/** Every field in which the two differ. */
export function differencesBetween(
  at: Pick<Difference, 'table' | 'connectionId' | 'subject'>,
  { stored, counted }: { readonly stored: Values; readonly counted: Values },
): Difference[] {
  return Object.keys(counted).flatMap((field) => {
    const [have, want] = [toText(stored[field]), toText(counted[field])];
    return have === want ? [] : [{ ...at, field, stored: shortened(have), counted: shortened(want) }];
  });
}
