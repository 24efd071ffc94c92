import type { FlakyRules } from '@buildbutler/contract';
import { verdictWords } from '../../lib/flaky-rules.ts';
import { Badge } from '../../ui/badge.tsx';
import { RecentRuns } from '../../ui/recent-runs.tsx';
import classes from './flaky-rules-form.module.css';

/** Histories as they happen, oldest run first. */
const examples = [
  { name: 'Fails now and then', outcomes: 'pppfppppppfpppppfppppppppppppp' },
  { name: 'Broken once, then repaired', outcomes: 'ppppppppppppffffffpppppppppppp' },
  { name: 'A young test that fails twice in six', outcomes: 'ppffpp' },
  { name: 'Broken: it always fails', outcomes: 'ffffffffffff' },
  { name: 'One bad night', outcomes: 'ppppppppppppppppppppppppppfppp' },
] as const;

/** How some histories are judged by the rules as they stand in the form. */
export function FlakyExamples({ rules }: { rules: FlakyRules }) {
  return (
    <ul aria-label="Examples">
      {examples.map(({ name, outcomes }) => {
        const { isFlaky, words } = verdictWords(outcomes, rules);
        return (
          <li key={name} className={classes.example}>
            <RecentRuns recent={outcomes} />
            <span>
              {name}
              <br />
              <span className={classes.why}>{words}</span>
            </span>
            <Badge tone={isFlaky ? 'unstable' : 'success'}>{isFlaky ? 'Flaky' : 'Not flaky'}</Badge>
          </li>
        );
      })}
    </ul>
  );
}
