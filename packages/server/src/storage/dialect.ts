/** What differs between the engines, in one table. PostgreSQL joins here. */
export interface DialectTraits {
  readonly serialKey: string;
  readonly blob: string;
  /** Table options after the closing parenthesis. */
  readonly mostParameters: number;
}

export const sqliteTraits: DialectTraits = {
  serialKey: 'integer primary key autoincrement',
  blob: 'blob',
  mostParameters: 30_000,
};

/** Spells a migration statement for an engine. */
export function spell(statement: string, traits: DialectTraits): string {
  return statement.replaceAll('serial_key', traits.serialKey).replaceAll(/\bblob\b/g, traits.blob);
}
