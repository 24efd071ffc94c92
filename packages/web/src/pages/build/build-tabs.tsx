import type { Build } from '@buildbutler/contract';
import { useNavigate } from '@tanstack/react-router';
import { formatCount } from '../../lib/format-number.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { BuildChanges } from './build-changes.tsx';
import { BuildLog } from './build-log.tsx';
import { BuildParameters } from './build-parameters.tsx';
import { BuildTests } from './build-tests.tsx';

const names = ['log', 'tests', 'changes', 'parameters'] as const;
type TabName = (typeof names)[number];

/** The views of a build that have something to show; which one is in the address. */
export function BuildTabs({ build, tab }: { build: Build; tab: unknown }) {
  const navigate = useNavigate();
  const tabs = [
    { value: 'log' as const, label: 'Log' },
    ...(build.tests === null
      ? []
      : [{ value: 'tests' as const, label: 'Tests', note: formatCount(build.tests.failed || build.tests.total) }]),
    { value: 'changes' as const, label: 'Changes' },
    { value: 'parameters' as const, label: 'Parameters', note: formatCount(build.parameters.length) },
  ];
  const value: TabName = tabs.find((item) => item.value === tab)?.value ?? 'log';
  const choose = (next: TabName) => {
    const search = (before: object) => ({ ...before, tab: next === 'log' ? undefined : next });
    void navigate({ to: '.', search: search as never, replace: true, resetScroll: false });
  };
  return (
    <Tabs label="Views of the build" tabs={tabs} value={value} onChange={choose}>
      {value === 'log' && <BuildLog build={build} />}
      {value === 'tests' && build.tests !== null && <BuildTests build={build} tests={build.tests} />}
      {value === 'changes' && <BuildChanges build={build} />}
      {value === 'parameters' && <BuildParameters parameters={build.parameters} />}
    </Tabs>
  );
}
