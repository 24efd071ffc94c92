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

const mostBucket = bucketOf(Number.MAX_SAFE_INTEGER);

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
  /** How many values fell into each bucket; grown to the highest bucket seen (a year is bucket 1,210). */
  #counts = new Float64Array(0);
  #size = 0;

  #addTo(bucket: number, count: number): void {
    if (bucket >= this.#counts.length) {
      const grown = new Float64Array(Math.max(bucket + 1, this.#counts.length * 2, 256));
      grown.set(this.#counts);
      this.#counts = grown;
    }
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
    this.#size += count;
  }

  add(value: number, count = 1): void {
    this.#addTo(bucketOf(value), count);
  }

  /** Adds all of another sketch. */
  merge(other: Sketch): void {
    for (let bucket = other.#counts.length - 1; bucket >= 0; bucket -= 1) {
      const count = other.#counts[bucket] ?? 0;
      if (count > 0) this.#addTo(bucket, count);
    }
  }

  /** Adds what `encode` wrote. Ignores a trailing half pair and buckets that no duration can fall into. */
  addEncoded(bytes: Uint8Array): void {
    let bucket = 0;
    let isCount = false;
    let value = 0;
    let scale = 1;
    for (const byte of bytes) {
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
      if (byte >= 0x80) continue;
      if (!isCount) bucket += value;
      else if (bucket <= mostBucket) this.#addTo(bucket, value);
      isCount = !isCount;
      value = 0;
      scale = 1;
    }
  }

  /** Pairs of (distance to the bucket before, count) as varints, ascending. */
  encode(): Uint8Array {
    const out: number[] = [];
    let before = 0;
    for (let bucket = 0; bucket < this.#counts.length; bucket += 1) {
      const count = this.#counts[bucket] ?? 0;
      if (count === 0) continue;
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
    for (let bucket = 0; bucket < this.#counts.length; bucket += 1) {
      seen += this.#counts[bucket] ?? 0;
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
