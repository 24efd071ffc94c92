import { useMediaQuery } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { categoryWord } from '../../lib/failure-category.ts';
import { defaultRange, rangeShortLabel, rangeTitle } from '../../lib/range.ts';
import { usePageNow } from '../../ui/now-context.tsx';
import { AgentFilter } from './agent-filter.tsx';
import { BranchList } from './branch-filter.tsx';
import { CategoryList, categoryValue } from './category-filter.tsx';
import classes from './filter-bar.module.css';
import { FilterDrawer } from './filter-drawer.tsx';
import { type FilterKind, filterControls } from './filter-kind.ts';
import { FilterPopover } from './filter-popover.tsx';
import { FingerprintFilter } from './fingerprint-filter.tsx';
import { JobFilter } from './job-filter.tsx';
import { RangeList } from './range-filter.tsx';
import { ResultList, resultValue } from './result-filter.tsx';
import { SourceList, SourceValue } from './source-filter.tsx';
import { useFilters } from './use-filters.ts';

/** The filters a page answers to, as one row; as one button with a drawer where there is no room for a row. */
export function FilterBar({ kind }: { kind: FilterKind }) {
  const isNarrow = useMediaQuery('(max-width: 1100px)', false, { getInitialValueInEffect: false });
  return isNarrow ? <FilterDrawer kind={kind} /> : <FilterRow kind={kind} />;
}

function FilterRow({ kind }: { kind: FilterKind }) {
  const { filters, change } = useFilters();
  const { has, count, cleared } = filterControls(kind, filters);
  const { instance, branch, result, category } = filters;
  const now = usePageNow();
  const range = filters.range ?? defaultRange;
  return (
    <search className={classes.row} aria-label="Filters">
      {has('instance') && (
        <FilterPopover
          name="Sources"
          width={320}
          {...(instance && { value: <SourceValue names={instance} />, title: instance.join(', ') })}
        >
          {() => <SourceList />}
        </FilterPopover>
      )}
      {has('q') && <JobFilter />}
      {has('branch') && (
        <FilterPopover
          name="Branch"
          width={320}
          {...(branch && { value: <span className={classes.value}>{branch}</span>, title: branch })}
        >
          {(close) => <BranchList onDone={close} />}
        </FilterPopover>
      )}
      {has('result') && (
        <FilterPopover name="Result" width={200} {...(result && { value: resultValue(result) })}>
          {() => <ResultList />}
        </FilterPopover>
      )}
      {has('category') && (kind === 'failures' || category !== undefined) && (
        <FilterPopover
          name="Category"
          width={220}
          {...(category && { value: categoryValue(category), title: category.map(categoryWord).join(', ') })}
        >
          {() => <CategoryList />}
        </FilterPopover>
      )}
      {has('fingerprint') && <FingerprintFilter />}
      {has('agent') && <AgentFilter />}
      {has('range') && (
        <FilterPopover name="Date range" width={300} value={rangeShortLabel(range, now)} title={rangeTitle(range)}>
          {(close) => <RangeList onDone={close} />}
        </FilterPopover>
      )}
      {count > 0 && (
        <button
          type="button"
          className={classes.clear}
          onClick={() => change(cleared)}
          aria-label="Clear all filters"
          title="Clear all filters"
        >
          <IconX size={14} stroke={1.8} aria-hidden />
          <span className={classes.clearWord}>Clear</span>
        </button>
      )}
    </search>
  );
}
