/** Cases of a report that lie together in its row; a larger one lies in buckets. */
export const mostCasesInRow = 256;

/** Cases of a large report lie together by the number of their test, this many tests in a value, so that one is found without the rest. */
const testsPerBucket = 128;

export function bucketOfTest(test: number): number {
  return Math.floor(test / testsPerBucket);
}
