import { IconMinus, IconPlus } from '@tabler/icons-react';
import { formatCountOf } from '../../lib/format-number.ts';
import { type TestFilters, withTag } from '../../lib/test-filters.ts';
import { useTestTags } from '../../queries/tests.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import classes from './tag-filter.module.css';

interface TagFilterProps {
  readonly filters: TestFilters;
  readonly change: (patch: TestFilters) => void;
}

/** Every tag in use, each to ask for or to leave out. */
export function TagFilter({ filters, change }: TagFilterProps) {
  const { data, isPending, error, refetch } = useTestTags();
  if (isPending) return <SkeletonRows count={3} />;
  if (data === undefined) return <ErrorState compact error={error} onRetry={() => void refetch()} />;
  if (data.data.length === 0) {
    return (
      <p className={classes.empty}>
        No test has a tag yet. Pick tests in the list and choose “Tag…”, or open a test and edit its tags.
      </p>
    );
  }
  return (
    <ul className={classes.list}>
      {data.data.map(({ tag, tests }) => (
        <li key={tag} className={classes.row}>
          <span className={classes.name} title={tag}>
            {tag}
          </span>
          <span className={classes.count}>{formatCountOf(tests, 'test')}</span>
          <Wish {...{ filters, change, tag }} wish="with" />
          <Wish {...{ filters, change, tag }} wish="without" />
        </li>
      ))}
    </ul>
  );
}

function Wish({ filters, change, tag, wish }: TagFilterProps & { tag: string; wish: 'with' | 'without' }) {
  const isWith = wish === 'with';
  const isOn = (isWith ? filters.tag : filters.withoutTag)?.includes(tag) ?? false;
  const label = isWith ? `Only tests with ${tag}` : `Only tests without ${tag}`;
  const Icon = isWith ? IconPlus : IconMinus;
  return (
    <button
      type="button"
      className={classes.wish}
      aria-pressed={isOn}
      aria-label={label}
      title={label}
      onClick={() => change(withTag(filters, tag, isOn ? 'any' : wish))}
    >
      <Icon size={14} stroke={2} aria-hidden />
    </button>
  );
}
