import type { Connection } from '@buildbutler/contract';
import { useState } from 'react';
import { stateTone } from '../../lib/connection-state.ts';
import { useConnections } from '../../queries/connections.ts';
import { StateDot } from '../../ui/state-dot.tsx';
import { type Option, OptionList } from './option-list.tsx';
import classes from './source-filter.module.css';
import { useFilters } from './use-filters.ts';

const searchFrom = 9;
const longestPair = 24;

function optionOf(name: string, connection: Connection | undefined, isChosen: boolean): Option {
  const note = connection === undefined ? 'Not there any more' : connection.state === 'active' ? '' : connection.status;
  return {
    value: name,
    isChosen,
    ...(note === '' ? {} : { note }),
    label: (
      <>
        <StateDot tone={connection === undefined ? 'aborted' : stateTone(connection.state)} />
        <span className={classes.long}>{name}</span>
      </>
    ),
  };
}

/** The connections to look at; none ticked = all. */
export function SourceList() {
  const { data } = useConnections();
  const { filters, change } = useFilters();
  const [text, setText] = useState('');
  const connections = data?.data ?? [];
  const chosen = filters.instance ?? [];
  const gone = chosen.filter((name) => !connections.some((connection) => connection.name === name));
  const options = [
    ...connections.map((connection) => optionOf(connection.name, connection, chosen.includes(connection.name))),
    ...gone.map((name) => optionOf(name, undefined, true)),
  ].filter((option) => option.value.toLowerCase().includes(text.trim().toLowerCase()));
  const pick = (name: string) => {
    const next = chosen.includes(name) ? chosen.filter((item) => item !== name) : [...chosen, name];
    change({ instance: next.length === 0 ? undefined : next });
  };
  return (
    <OptionList
      name="Sources"
      options={options}
      isMany
      onPick={pick}
      empty={connections.length === 0 ? 'No connection yet.' : 'No source of this name.'}
      {...(connections.length < searchFrom
        ? {}
        : { search: { text, onChange: setText, placeholder: 'Find a source' } })}
    />
  );
}

/** The chosen sources in the button: by name while that is short, then their number. */
export function SourceValue({ names }: { names: readonly string[] }) {
  const { data } = useConnections();
  if (names.length > 1 && names.join('').length > longestPair) return <>{names.length} sources</>;
  const toneOf = (name: string) => {
    const found = data?.data.find((connection) => connection.name === name);
    return found === undefined ? 'aborted' : stateTone(found.state);
  };
  return (
    <span className={classes.names}>
      {names.map((name) => (
        <span key={name} className={classes.name}>
          <StateDot tone={toneOf(name)} />
          <span className={classes.word}>{name}</span>
        </span>
      ))}
    </span>
  );
}
