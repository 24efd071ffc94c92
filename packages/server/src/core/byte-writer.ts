const lowBits = 0x7f;
const moreBit = 0x80;
const encoder = new TextEncoder();

/** Grows a byte string of varints (7 bits a byte, low first) and texts; what it wrote, `ByteReader` reads. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** An integer from 0 to 2^53 − 1. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > lowBits) {
      this.#bytes[this.#length++] = (rest % moreBit) | moreBit;
      rest = Math.floor(rest / moreBit);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** An integer of either sign, at most 2^52 − 1 away from 0: small ones stay small. */
  signed(value: number): void {
    this.varint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  /** Length and bytes. */
  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** UTF-8; a lone surrogate becomes U+FFFD. */
  text(value: string): void {
    this.#reserve(value.length * 3 + 8);
    const start = this.#length;
    // One byte is room enough for the length of most names; longer ones move.
    const { written } = encoder.encodeInto(value, this.#bytes.subarray(start + 1));
    if (written <= lowBits) {
      this.#bytes[start] = written;
      this.#length = start + 1 + written;
      return;
    }
    this.bytes(this.#bytes.slice(start + 1, start + 1 + written));
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Starts anew, keeping the room. */
  clear(): void {
    this.#length = 0;
  }
}
