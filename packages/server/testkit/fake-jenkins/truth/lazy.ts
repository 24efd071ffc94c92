/** A value, or how to make it: large parts of a build (log, stages, tests) are made when somebody asks. */
export type Lazy<T extends string | object> = T | (() => T);

export function reveal<T extends string | object>(value: Lazy<T>): T {
  return typeof value === 'function' ? (value as () => T)() : value;
}
