/** `f_…` for the number of a fingerprint. */
export function publicFingerprintId(id: number): `f_${string}` {
  return `f_${id.toString(36)}`;
}
