import { IconX } from '@tabler/icons-react';
import { agentChoices, type readAgentFilters } from '../../lib/agent-state.ts';
import { useDraft } from '../../lib/use-draft.ts';
import { Segments } from '../../ui/segments.tsx';
import classes from '../tests/test-tools.module.css';

interface AgentToolsProps {
  readonly filters: ReturnType<typeof readAgentFilters>;
  readonly change: (patch: object, options?: { replaces?: boolean }) => void;
}

/** What narrows the list of agents: part of a name, the state, a label. */
export function AgentTools({ filters: { name, label, choice }, change }: AgentToolsProps) {
  const { text, type } = useDraft(name ?? '', (typed) =>
    change({ name: typed === '' ? undefined : typed }, { replaces: name !== undefined }),
  );
  return (
    <search className={classes.root} aria-label="Which agents">
      <input
        type="search"
        className={classes.search}
        aria-label="Search the agents"
        placeholder="Agent"
        value={text}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Segments
        label="State"
        options={agentChoices}
        value={choice}
        onChange={(state) => change({ state: state === 'all' ? undefined : state })}
      />
      {label !== undefined && (
        <button
          type="button"
          className={classes.chip}
          aria-label={`Stop narrowing to the label ${label}`}
          onClick={() => change({ label: undefined })}
        >
          label {label}
          <IconX size={13} stroke={1.8} aria-hidden />
        </button>
      )}
    </search>
  );
}
