/** Tests that one project may have ever had: 21 bits, so that a key stays an exact integer. */
export const mostTestsOfProject = 2 ** 21;

/** The key of a test: its project (a job, or all branches of a multibranch project) and its number in it. */
export function testKey(projectId: number, test: number): number {
  return projectId * mostTestsOfProject + test;
}

export function projectOfTest(key: number): number {
  return Math.floor(key / mostTestsOfProject);
}

export function numberOfTest(key: number): number {
  return key % mostTestsOfProject;
}

/** `t_…` for a test's key. */
export function publicTestId(key: number): `t_${string}` {
  return `t_${key.toString(36)}`;
}

/** The key behind `t_…`; null when it is none. */
export function testKeyOf(publicId: string): number | null {
  const text = publicId.slice(2);
  const key = Number.parseInt(text, 36);
  return Number.isSafeInteger(key) && key >= mostTestsOfProject && key.toString(36) === text ? key : null;
}
