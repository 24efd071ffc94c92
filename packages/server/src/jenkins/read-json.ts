/** Tolerant reading of foreign JSON: a member of another type counts as absent. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Own members only: `constructor` and `__proto__` in an answer are just names. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A whole number within the safe range, or null. */
export function asInteger(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

// Control characters but tab and newline; also bidi overrides, which can make a name read as another one.
const unwanted = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text without control characters, cut to `most` UTF-16 units; null for anything else and for empty text. */
export function asText(value: unknown, most: number): string | null {
  if (typeof value !== 'string') return null;
  const clean = value
    .slice(0, most * 2)
    .replace(unwanted, '')
    .toWellFormed()
    .slice(0, most)
    .trim();
  return clean === '' ? null : clean;
}

export function asBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}
