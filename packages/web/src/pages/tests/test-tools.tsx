import { IconX } from '@tabler/icons-react';
import { definitions } from '../../lib/definitions.ts';
import type { TestFilters } from '../../lib/test-filters.ts';
import { withTag } from '../../lib/test-filters.ts';
import { useDraft } from '../../lib/use-draft.ts';
import { Hint } from '../../ui/hint.tsx';
import { Segments } from '../../ui/segments.tsx';
import { FilterPopover } from '../frame/filter-popover.tsx';
import { TagFilter } from './tag-filter.tsx';
import classes from './test-tools.module.css';

const statuses = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Failed' },
  { value: 'passed', label: 'Passed' },
  { value: 'skipped', label: 'Skipped' },
] as const;

interface TestToolsProps {
  readonly filters: TestFilters;
  readonly change: (patch: TestFilters, options?: { replaces?: boolean }) => void;
  /** Only the text and the tags, for lists in which the rest has no meaning. */
  readonly isShort?: boolean;
}

/** What narrows tests besides the filter bar: text, status of the last run, tags, vanished ones. */
export function TestTools({ filters, change, isShort = false }: TestToolsProps) {
  const { text, type } = useDraft(filters.test ?? '', (test) =>
    change({ test: test === '' ? undefined : test }, { replaces: filters.test !== undefined }),
  );
  const chosen = [...(filters.tag ?? []), ...(filters.withoutTag ?? [])].length;
  return (
    <search className={classes.root} aria-label="Which tests">
      <input
        type="search"
        className={classes.search}
        aria-label="Search the tests"
        placeholder="Test or class"
        value={text}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => type(event.currentTarget.value)}
      />
      {!isShort && (
        <Segments
          label="Status of the last run"
          options={statuses}
          value={filters.status ?? 'all'}
          onChange={(status) => change({ status: status === 'all' ? undefined : status })}
        />
      )}
      <FilterPopover name="Tags" width={280} {...(chosen > 0 && { value: `Tags: ${chosen}` })}>
        {() => <TagFilter filters={filters} change={change} />}
      </FilterPopover>
      <TagChips filters={filters} change={change} />
      {!isShort && (
        <label className={classes.check}>
          <input
            type="checkbox"
            checked={filters.vanished === 'true'}
            onChange={(event) => change({ vanished: event.currentTarget.checked ? 'true' : undefined })}
          />
          <Hint text={definitions.vanished}>Vanished only</Hint>
        </label>
      )}
    </search>
  );
}

function TagChips({ filters, change }: Pick<TestToolsProps, 'filters' | 'change'>) {
  const chips = [
    ...(filters.tag ?? []).map((tag) => ({ tag, words: tag })),
    ...(filters.withoutTag ?? []).map((tag) => ({ tag, words: `not ${tag}` })),
  ];
  return chips.map(({ tag, words }) => (
    <button
      key={words}
      type="button"
      className={classes.chip}
      aria-label={`Stop narrowing to ${words}`}
      onClick={() => change(withTag(filters, tag, 'any'))}
    >
      {words}
      <IconX size={13} stroke={1.8} aria-hidden />
    </button>
  ));
}
