import { IconFingerprint, IconX } from '@tabler/icons-react';
import { useFailure } from '../../queries/failures.ts';
import classes from './job-filter.module.css';
import { useFilters } from './use-filters.ts';

/** The failure that a list of builds is narrowed to, by a link from its page; a click takes that back. */
export function FingerprintFilter() {
  const { filters } = useFilters();
  return filters.fingerprint === undefined ? null : <Chip id={filters.fingerprint} />;
}

function Chip({ id }: { id: string }) {
  const { filters, change } = useFilters();
  const { data } = useFailure(id, filters.range === undefined ? {} : { range: filters.range });
  const title = data?.title ?? id;
  return (
    <span className={classes.chip} title={`Builds with the failure: ${title}`}>
      <IconFingerprint size={13} stroke={1.8} className={classes.chipIcon} aria-hidden />
      <span className={classes.chipText}>{title}</span>
      <button
        type="button"
        className={classes.clear}
        aria-label="Stop narrowing to this failure"
        onClick={() => change({ fingerprint: undefined })}
      >
        <IconX size={13} stroke={1.8} />
      </button>
    </span>
  );
}
