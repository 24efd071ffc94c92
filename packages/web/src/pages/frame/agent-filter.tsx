import { IconServer2, IconX } from '@tabler/icons-react';
import classes from './job-filter.module.css';
import { useFilters } from './use-filters.ts';

/** The agent that a list of builds is narrowed to, by a link from the page of agents; a click takes that back. */
export function AgentFilter() {
  const { filters, change } = useFilters();
  const { agent } = filters;
  if (agent === undefined) return null;
  return (
    <span className={classes.chip} title={`Builds on agent ${agent}`}>
      <IconServer2 size={13} stroke={1.8} className={classes.chipIcon} aria-hidden />
      <span className={classes.chipText}>{agent}</span>
      <button
        type="button"
        className={classes.clear}
        aria-label={`Stop narrowing to agent ${agent}`}
        onClick={() => change({ agent: undefined })}
      >
        <IconX size={13} stroke={1.8} />
      </button>
    </span>
  );
}
