// Logarithmic buckets: a value v ≥ 1 falls into bucket ceil(log_gamma v), whose middle is at most 1 % away from it.
const relativeError = 0.01;
const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);

function bucketOf(value: number): number {
  return value < 1 ? 0 : Math.ceil(Math.log(value) / logGamma) + 1;
}

function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : (2 * gamma ** (bucket - 1)) / (gamma + 1);
}

function writeVarint(value: number, out: number[]): void {
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
}

/** A mergeable summary of durations (milliseconds ≥ 0): nearest-rank percentiles within 1 % of the true value. */
export class Sketch {
  readonly #counts = new Map<number, number>();
  #size = 0;

  add(value: number, count = 1): void {
    const bucket = bucketOf(value);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count);
    this.#size += count;
  }

  /** Adds what `encode` wrote. Ignores a trailing half pair. */
  addEncoded(bytes: Uint8Array): void {
    let bucket = 0;
    let isCount = false;
    let value = 0;
    let scale = 1;
    for (const byte of bytes) {
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
      if (byte >= 0x80) continue;
      if (isCount) {
        this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + value);
        this.#size += value;
      } else bucket += value;
      isCount = !isCount;
      value = 0;
      scale = 1;
    }
  }

  /** Pairs of (distance to the bucket before, count) as varints, ascending. */
  encode(): Uint8Array {
    const out: number[] = [];
    let before = 0;
    for (const [bucket, count] of [...this.#counts].sort((a, b) => a[0] - b[0])) {
      writeVarint(bucket - before, out);
      writeVarint(count, out);
      before = bucket;
    }
    return Uint8Array.from(out);
  }

  /** Nearest rank for `share` in (0, 1]; null when empty. */
  percentile(share: number): number | null {
    if (this.#size === 0) return null;
    const rank = Math.max(1, Math.ceil(share * this.#size));
    let seen = 0;
    for (const [bucket, count] of [...this.#counts].sort((a, b) => a[0] - b[0])) {
      seen += count;
      if (seen >= rank) return Math.round(middleOf(bucket));
    }
    return null;
  }
}

/** Exact nearest-rank percentile of unsorted values for `share` in (0, 1]; null when empty. Sorts the array in place. */
export function exactPercentile(values: Float64Array, share: number): number | null {
  if (values.length === 0) return null;
  values.sort();
  return values[Math.max(1, Math.ceil(share * values.length)) - 1] ?? null;
}
