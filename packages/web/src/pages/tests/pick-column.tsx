import type { TestSummary } from '@buildbutler/contract';
import { PickBox, type useRowPicker } from '../../ui/row-picker.tsx';
import type { TableColumn } from '../../ui/table-column.ts';

export type TestPicker = ReturnType<typeof useRowPicker<TestSummary>>;

/** The column of boxes; the one in its head picks the whole page. */
export function pickColumn(props: { picker: TestPicker; rows: readonly TestSummary[] }): TableColumn<TestSummary> {
  const { picker, rows } = props;
  return {
    id: 'pick',
    header: 'Pick',
    head: (
      <PickBox
        label="Pick all tests of this page"
        isPicked={rows.length > 0 && rows.every(picker.has)}
        isPart={rows.some(picker.has)}
        onToggle={() => picker.toggleAll(rows)}
      />
    ),
    width: 40,
    cell: (test) => (
      <PickBox label={`Pick ${test.name}`} isPicked={picker.has(test)} onToggle={() => picker.toggle(test)} />
    ),
  };
}
