/** Build numbers fit into 27 bits, job ids into 26: together an exact integer in JavaScript. */
export const mostBuildNumber = 2 ** 27 - 1;
export const mostJobId = 2 ** 26 - 1;

/** The key of a build: unique and the same on every import. */
export function buildKey(jobId: number, number: number): number {
  return jobId * 2 ** 27 + number;
}

/** The job of a build's key. */
export function jobOfBuild(key: number): number {
  return Math.floor(key / (mostBuildNumber + 1));
}

/** The number of a build's key. */
export function numberOfBuild(key: number): number {
  return key % (mostBuildNumber + 1);
}

/** `j_…` for a job's key. */
export function publicJobId(jobId: number): `j_${string}` {
  return `j_${jobId.toString(36)}`;
}

/** `b_…` for a build's key. */
export function publicBuildId(key: number): `b_${string}` {
  return `b_${key.toString(36)}`;
}

/** The key behind `j_…` or `b_…`; null when it is neither or out of range. */
export function keyOf(publicId: string): number | null {
  const key = Number.parseInt(publicId.slice(2), 36);
  return Number.isSafeInteger(key) && key > 0 && key.toString(36) === publicId.slice(2) ? key : null;
}
