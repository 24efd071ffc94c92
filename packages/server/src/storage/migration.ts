/** One step of the schema; `serial_key`, `big_key`, `blob` and `clustered` in its statements are spelled for the engine. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}
