/** 0 or 1: both engines can store it, and SQL can sum it. */
export type Flag = 0 | 1;

export function toFlag(value: boolean): Flag {
  return value ? 1 : 0;
}
