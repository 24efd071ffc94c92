/** Cases of a large report lie together by the number of their test, this many in a value, so that one is found without the rest. */
export const testsPerBucket = 512;

export function bucketOfTest(test: number): number {
  return Math.floor(test / testsPerBucket);
}
