// Logarithmic buckets: a value v ≥ 1 falls into bucket ceil(log_gamma v), whose middle is at most 1 % away from it.
const relativeError = 0.01;
const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);

/** The bucket that a value falls into. */
export function bucketOf(value: number): number {
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
  /** How many values fell into each bucket from `#first` on: durations of one job lie close together. */
  #counts = new Float64Array(0);
  #first = 0;
  #size = 0;

  #grow(bucket: number): void {
    const end = this.#first + this.#counts.length;
    const isEmpty = this.#counts.length === 0;
    const step = Math.max(32, this.#counts.length >> 1);
    const first = isEmpty
      ? Math.max(0, bucket - 16)
      : bucket < this.#first
        ? Math.max(0, bucket + 1 - step)
        : this.#first;
    const grown = new Float64Array((isEmpty ? bucket + 16 : bucket >= end ? bucket + step : end) - first);
    if (!isEmpty) grown.set(this.#counts, this.#first - first);
    this.#counts = grown;
    this.#first = first;
  }

  /** Adds values by their bucket, as `bucketOf` says it. */
  addBucket(bucket: number, count = 1): void {
    if (bucket < this.#first || bucket >= this.#first + this.#counts.length) this.#grow(bucket);
    const at = bucket - this.#first;
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
    this.#size += count;
  }

  add(value: number, count = 1): void {
    this.addBucket(bucketOf(value), count);
  }

  /** Adds all of another sketch. */
  merge(other: Sketch): void {
    for (let at = other.#counts.length - 1; at >= 0; at -= 1) {
      const count = other.#counts[at] ?? 0;
      if (count > 0) this.addBucket(other.#first + at, count);
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
      else if (bucket <= mostBucket) this.addBucket(bucket, value);
      isCount = !isCount;
      value = 0;
      scale = 1;
    }
  }

  /** Pairs of (distance to the bucket before, count) as varints, ascending. */
  encode(): Uint8Array {
    const out: number[] = [];
    let before = 0;
    for (let at = 0; at < this.#counts.length; at += 1) {
      const count = this.#counts[at] ?? 0;
      if (count === 0) continue;
      const bucket = this.#first + at;
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
    for (let at = 0; at < this.#counts.length; at += 1) {
      seen += this.#counts[at] ?? 0;
      if (seen >= rank) return Math.round(middleOf(this.#first + at));
    }
    return null;
  }
}

/** Exact nearest-rank percentile of unsorted values for `share` in (0, 1]; null when empty. Sorts the array in place. */
export function exactPercentile(values: Float64Array, share: number): number | null {
  return nearestRank(values.sort(), share);
}

/** Nearest-rank percentile of ascending values for `share` in (0, 1]; null when empty. */
export function nearestRank(values: Float64Array, share: number): number | null {
  if (values.length === 0) return null;
  return values[Math.max(1, Math.ceil(share * values.length)) - 1] ?? null;
}
