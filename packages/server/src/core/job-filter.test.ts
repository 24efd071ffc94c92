import { describe, expect, it } from 'vitest';
import { createJobFilter } from './job-filter.ts';

describe('job filter', () => {
  it('takes everything when no glob is given', () => {
    const isWanted = createJobFilter({ includeJobs: [], excludeJobs: [] });
    expect(isWanted('a')).toBe(true);
    expect(isWanted('.hidden/x y')).toBe(true);
  });

  it('matches full paths, exclusion last', () => {
    const isWanted = createJobFilter({ includeJobs: ['team/**', '/org/*/main'], excludeJobs: ['**/sandbox-*'] });
    expect(isWanted('team/api')).toBe(true);
    expect(isWanted('team/deep/er/api')).toBe(true);
    expect(isWanted('org/repo/main')).toBe(true);
    expect(isWanted('org/repo/feature%2Fx')).toBe(false);
    expect(isWanted('other')).toBe(false);
    expect(isWanted('team/sandbox-1')).toBe(false);
  });

  it('knows names with dots, spaces and percent signs', () => {
    const isWanted = createJobFilter({ includeJobs: ['**/.config *', '*%2F*'], excludeJobs: [] });
    expect(isWanted('a/.config job')).toBe(true);
    expect(isWanted('feature%2Flogin')).toBe(true);
  });
});
