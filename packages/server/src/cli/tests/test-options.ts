import { testTagSchema } from '@buildbutler/contract';
import { InvalidArgumentError } from 'commander';
import { type FilterOptions, filterOptions, rangeOption } from '../filters.ts';
import { Option, parseWhole } from '../verb.ts';

export interface TestOptions extends FilterOptions {
  readonly range?: string;
  readonly test?: string;
  readonly tag?: readonly string[];
  readonly withoutTag?: readonly string[];
  readonly limit: number;
  readonly all?: boolean;
}

export const mostTests = 1_000_000;

function collectTag(text: string, before: readonly string[] = []): readonly string[] {
  const tag = testTagSchema.safeParse(text);
  if (!tag.success) throw new InvalidArgumentError(tag.error.issues[0]?.message ?? 'not a tag');
  return [...before, tag.data];
}

/** What lists of tests may be narrowed by. */
export const testOptions = (): readonly Option[] => [
  ...filterOptions(),
  rangeOption(),
  new Option('--test <text>', 'whose class or name contains this'),
  new Option('--tag <tag>', 'that have this tag (repeatable: all of them)').argParser(collectTag),
  new Option('--without-tag <tag>', 'that do not have this tag (repeatable)').argParser(collectTag),
  new Option('--limit <count>', 'rows at most').argParser(parseWhole(1, mostTests)).default(50),
  new Option('--all', 'every row').conflicts('limit'),
];

/** The same as the API takes it. */
export function toTestQuery({ range, tag, test, withoutTag }: TestOptions) {
  return {
    ...(range === undefined ? {} : { range }),
    ...(test === undefined ? {} : { test }),
    ...(tag === undefined ? {} : { tag: [...tag] }),
    ...(withoutTag === undefined ? {} : { withoutTag: [...withoutTag] }),
  };
}

/** A test as people call it. */
export function nameOfTest({ className, name }: { readonly className: string | null; readonly name: string }): string {
  return className === null ? name : `${className}.${name}`;
}
