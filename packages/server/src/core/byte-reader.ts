const decoder = new TextDecoder();

/** Reads what `ByteWriter` wrote. Throws RangeError where the bytes end too early: a stored value is damaged. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new RangeError('The packed value ends too early');
    return value;
  }

  varint(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let scale = 0x80;
    do {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
    } while (byte >= 0x80);
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  /** The next `length` bytes, not copied. */
  raw(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('The packed value ends too early');
    const value = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return value;
  }

  bytes(): Uint8Array {
    return this.raw(this.varint());
  }

  text(): string {
    return decoder.decode(this.bytes());
  }

  /** Passes over `count` varints. */
  skipVarints(count: number): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (let left = count; left > 0; at += 1) {
      const byte = bytes[at];
      if (byte === undefined) throw new RangeError('The packed value ends too early');
      if (byte < 0x80) left -= 1;
    }
    this.#at = at;
  }
}
