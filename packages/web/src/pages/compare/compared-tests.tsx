import type { ComparedTest, Comparison } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatCountOf } from '../../lib/format-number.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TestMark } from '../../ui/test-mark.tsx';
import classes from './compared-tests.module.css';

type Groups = NonNullable<Comparison['tests']>;
type GroupName = keyof Groups;

const groups: readonly { readonly name: GroupName; readonly label: string; readonly empty: string }[] = [
  { name: 'regressions', label: 'Regressions', empty: 'No test that passed in A fails in B.' },
  { name: 'fixed', label: 'Fixed', empty: 'No test that failed in A passes in B.' },
  { name: 'added', label: 'New', empty: 'B has no test that A did not have.' },
  { name: 'removed', label: 'Removed', empty: 'Every test of A is in B too.' },
  { name: 'flaky', label: 'Flaky', empty: 'No test that is known as flaky differs.' },
  { name: 'other', label: 'Other', empty: 'No other test differs.' },
];

/** What became of the tests from A to B, one kind of change at a time. */
export function ComparedTests({ tests }: { tests: Comparison['tests'] }) {
  const [chosen, setChosen] = useState<GroupName | undefined>(undefined);
  if (tests === null) {
    return (
      <EmptyState
        compact
        title="The tests cannot be compared: one of the builds has no test report, or it is still being fetched."
      />
    );
  }
  const first = groups.find(({ name }) => tests[name].count > 0)?.name ?? 'regressions';
  const name = chosen ?? first;
  return (
    <section aria-label="Tests">
      <Tabs
        label="Changes of tests"
        tabs={groups.map((group) => ({
          value: group.name,
          label: group.label,
          note: formatCount(tests[group.name].count),
        }))}
        value={name}
        onChange={setChosen}
      >
        <TestList group={tests[name]} empty={groups.find((group) => group.name === name)?.empty ?? ''} />
      </Tabs>
    </section>
  );
}

function TestList({ group: { count, data }, empty }: { group: Groups[GroupName]; empty: string }) {
  if (data.length === 0) return <EmptyState compact title={empty} />;
  return (
    <ol className={classes.list}>
      {data.map((test) => (
        <li key={test.id} className={classes.item}>
          <Test test={test} />
        </li>
      ))}
      {count > data.length && <li className={classes.item}>{formatCountOf(count - data.length, 'more test')}</li>}
    </ol>
  );
}

function Test({ test }: { test: ComparedTest }) {
  return (
    <>
      <div className={classes.head}>
        <span className={classes.marks}>
          <Status status={test.a} where="A" />
          <span aria-hidden="true">→</span>
          <Status status={test.b} where="B" />
        </span>
        <span className={classes.names}>
          <Link to="/tests/$id" params={{ id: test.id }} className={classes.name}>
            {test.name}
          </Link>
          {test.className !== null && <span className={classes.about}>{test.className}</span>}
        </span>
        {test.isFlaky && <Badge tone="unstable">Flaky</Badge>}
        <span className={classes.time}>
          {formatDuration(test.durationA)} → {formatDuration(test.durationB)}
        </span>
      </div>
      {test.error !== null && <pre className={classes.error}>{test.error}</pre>}
    </>
  );
}

function Status({ status, where }: { status: ComparedTest['a']; where: 'A' | 'B' }) {
  if (status === null) {
    return (
      <span title={`Not in ${where}`} className={classes.absent}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">Not in {where}</span>
      </span>
    );
  }
  return <TestMark status={status} iconOnly />;
}
