import type { ConnectionTest } from '@buildbutler/contract';
import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import classes from './rights-grid.module.css';

type Right = ConnectionTest['rights'][number];

const states = {
  granted: { word: 'Granted', icon: IconCheck },
  missing: { word: 'Missing', icon: IconX },
  unknown: { word: 'Unknown', icon: IconQuestionMark },
};

function stateOf({ granted }: Right): keyof typeof states {
  return granted === null ? 'unknown' : granted ? 'granted' : 'missing';
}

/** What can be read of a controller, what cannot, and what that costs. */
export function RightsGrid({ rights }: { rights: readonly Right[] }) {
  return (
    <ul className={classes.grid} aria-label="What can be read">
      {rights.map((right) => {
        const state = stateOf(right);
        const { word, icon: Icon } = states[state];
        return (
          <li key={right.name} className={classes.row}>
            <span className={classes.state} data-state={state}>
              <Icon size={14} stroke={2.4} aria-hidden />
              {word}
            </span>
            <span className={classes.name}>{right.name}</span>
            {state !== 'granted' && <span className={classes.effect}>{right.effect}</span>}
          </li>
        );
      })}
    </ul>
  );
}
