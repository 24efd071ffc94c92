import type { BuildSummary } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { PickBar } from '../../ui/pick-bar.tsx';

interface CompareBarProps {
  readonly builds: readonly BuildSummary[];
  readonly onClear: () => void;
}

/** Which builds are ticked and the way to compare two of them; the older one becomes A. */
export function CompareBar({ builds, onClear }: CompareBarProps) {
  const [a, b] = builds.toSorted((one, other) => one.timestamp.localeCompare(other.timestamp));
  if (a === undefined) return null;
  return (
    <PickBar label="Ticked builds">
      <span role="status">
        {b === undefined ? `#${a.number} ticked, tick one more to compare` : `#${a.number} and #${b.number}`}
      </span>
      {b !== undefined && (
        <Button
          variant="filled"
          renderRoot={(props) => <Link to="/builds/compare" search={{ a: a.id, b: b.id }} {...props} />}
        >
          Compare
        </Button>
      )}
      <Button onClick={onClear}>Clear</Button>
    </PickBar>
  );
}
