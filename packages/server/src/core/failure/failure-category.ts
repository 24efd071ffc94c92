/** What kind of failure. Positions are stored: add at the end only. */
export const failureCategories = [
  'test_failure',
  'compilation_error',
  'dependency_error',
  'infrastructure',
  'timeout',
  'scm_error',
  'configuration_error',
  'quality_gate',
  'deployment_error',
  'unknown',
] as const;
export type FailureCategory = (typeof failureCategories)[number];

export function categoryNumber(category: FailureCategory): number {
  return failureCategories.indexOf(category);
}

/** The category at a stored position; null for none. */
export function categoryAt(position: number | null): FailureCategory | null {
  return position === null ? null : (failureCategories[position] ?? null);
}
