import type { FilterKind } from './top-bar.tsx';

/** The filters of the page. */
export function FilterBar({ kind }: { kind: FilterKind }) {
  return <div data-kind={kind} />;
}
