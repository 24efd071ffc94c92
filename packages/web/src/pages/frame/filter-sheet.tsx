import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { AgentFilter } from './agent-filter.tsx';
import { BranchList } from './branch-filter.tsx';
import { CategoryList } from './category-filter.tsx';
import classes from './filter-drawer.module.css';
import { type FilterKind, filterControls } from './filter-kind.ts';
import { FingerprintFilter } from './fingerprint-filter.tsx';
import { JobFilter } from './job-filter.tsx';
import { RangeList } from './range-filter.tsx';
import { ResultList } from './result-filter.tsx';
import { SourceList } from './source-filter.tsx';
import { useFilters } from './use-filters.ts';

/** All filters of a page, from the bottom of a narrow screen. */
export function FilterSheet({ kind, onClose }: { kind: FilterKind; onClose: () => void }) {
  const { filters, change } = useFilters();
  const { has, count, cleared } = filterControls(kind, filters);
  return (
    <Dialog
      opened
      onClose={onClose}
      title="Filters"
      classNames={{ inner: classes.inner, content: classes.content, body: classes.body }}
      transitionProps={{ transition: 'slide-up', duration: 120 }}
    >
      {has('q') && (
        <Part title="Folder or job">
          <JobFilter />
        </Part>
      )}
      {has('range') && (
        <Part title="Date range">
          <RangeList isWide />
        </Part>
      )}
      {has('instance') && (
        <Part title="Sources">
          <SourceList />
        </Part>
      )}
      {has('result') && (
        <Part title="Result">
          <ResultList isWide />
        </Part>
      )}
      {has('category') && (
        <Part title="Failure category">
          <CategoryList isWide />
        </Part>
      )}
      {has('fingerprint') && filters.fingerprint !== undefined && (
        <Part title="Failure">
          <FingerprintFilter />
        </Part>
      )}
      {has('agent') && filters.agent !== undefined && (
        <Part title="Agent">
          <AgentFilter />
        </Part>
      )}
      {has('branch') && (
        <Part title="Branch">
          <BranchList />
        </Part>
      )}
      <div className={classes.foot}>
        <Button disabled={count === 0} onClick={() => change(cleared)}>
          Clear all
        </Button>
        <Button variant="filled" onClick={onClose}>
          Show results
        </Button>
      </div>
    </Dialog>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      {children}
    </section>
  );
}
