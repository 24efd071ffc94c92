import type { BuildSummary } from '@buildbutler/contract';
import { PickBox, type useRowPicker } from '../../ui/row-picker.tsx';
import type { TableColumn } from '../../ui/table-column.ts';

export type BuildPicker = ReturnType<typeof useRowPicker<BuildSummary>>;

/** The box of a build; two can be ticked at a time. */
export function BuildPick({ build, picker }: { build: BuildSummary; picker: BuildPicker }) {
  const isPicked = picker.has(build);
  if (!isPicked && picker.rows.length >= 2) return null;
  return (
    <PickBox
      label={`Tick ${build.jobName} #${build.number} to compare it`}
      isPicked={isPicked}
      onToggle={() => picker.toggle(build)}
    />
  );
}

/** The column of boxes that tick builds to compare. */
export function buildPickColumn(picker: BuildPicker): TableColumn<BuildSummary> {
  return {
    id: 'pick',
    header: 'Compare',
    head: <span className="visually-hidden">Compare</span>,
    width: 36,
    cell: (build) => <BuildPick build={build} picker={picker} />,
  };
}
