import { type TestSummary, testStatusNames, testTagSchema } from '@buildbutler/contract';
import type { Filters } from './url-state.ts';

/** What the pages of tests are narrowed by besides the filter bar, as it stands in the address. */
export interface TestFilters {
  test?: string | undefined;
  tag?: string[] | undefined;
  withoutTag?: string[] | undefined;
  status?: TestSummary['status'] | undefined;
  vanished?: 'true' | undefined;
}

const asList = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string' && item !== '');

function asTags(value: unknown): string[] | undefined {
  const tags = asList(value).flatMap((text) => {
    const parsed = testTagSchema.safeParse(text);
    return parsed.success ? [parsed.data] : [];
  });
  return tags.length === 0 ? undefined : [...new Set(tags)].slice(0, 50);
}

/** Reads them from an address; what is not understood is dropped, so an old link still opens. */
export function readTestFilters(raw: Record<string, unknown>): TestFilters {
  const filters: TestFilters = {
    test: asList(raw.test)[0]?.slice(0, 200),
    tag: asTags(raw.tag),
    withoutTag: asTags(raw.withoutTag),
    status: testStatusNames.find((name) => name === raw.status),
    vanished: raw.vanished === 'true' ? 'true' : undefined,
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** The address after a click on a tag: not asked for, wanted, unwanted, not asked for. */
export function withTag(filters: TestFilters, tag: string, wish: 'with' | 'without' | 'any'): TestFilters {
  const others = (tags: readonly string[] | undefined) => (tags ?? []).filter((other) => other !== tag);
  const tags = [...others(filters.tag), ...(wish === 'with' ? [tag] : [])];
  const withoutTags = [...others(filters.withoutTag), ...(wish === 'without' ? [tag] : [])];
  return {
    tag: tags.length === 0 ? undefined : tags,
    withoutTag: withoutTags.length === 0 ? undefined : withoutTags,
  };
}

/** The part of the filter bar that questions about tests understand. */
export function testPlaces({ instance, folder, job, q, branch }: Filters): Filters {
  const places = { instance, folder, job, q, branch };
  return Object.fromEntries(Object.entries(places).filter(([, value]) => value !== undefined));
}
