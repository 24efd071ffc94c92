import { createHash } from 'node:crypto';

export type CellValue = string | number | Uint8Array | null;
/** The cells of a row in the order of its table's columns. */
export type Row = readonly CellValue[];

/** Bytes as both engines and JSON can write them. */
export function toHex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}

/** Counts rows and sums up what is in them, to the last bit and in their order. */
export class RowDigest {
  readonly #hash = createHash('sha256');
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  add(row: Row): void {
    this.#rows += 1;
    const cells = row.map((cell) => (cell instanceof Uint8Array ? toHex(cell) : cell));
    this.#hash.update(`${JSON.stringify(cells)}\n`);
  }

  /** Ends the digest: `<rows>:<checksum>`. */
  finish(): string {
    return `${this.#rows}:${this.#hash.digest('hex')}`;
  }
}
