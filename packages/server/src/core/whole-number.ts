/** Greatest number that is packed: small enough for the difference of two to be exact. A date beyond the year 73,000. */
export const mostWhole = 2 ** 51;

/** The nearest whole number from 0 to 2^51; 0 for what is none. */
export function toWhole(value: number): number {
  return Number.isNaN(value) ? 0 : Math.min(mostWhole, Math.max(0, Math.round(value)));
}

/** As `toWhole`; null stays null. */
export function toWholeOrNull(value: number | null): number | null {
  return value === null ? null : toWhole(value);
}
