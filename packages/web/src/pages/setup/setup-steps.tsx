import { IconCheck } from '@tabler/icons-react';
import classes from './setup-steps.module.css';

const steps = ['Administrator', 'Jenkins', 'Import'];

/** Where in the set-up we are, from 0. */
export function SetupSteps({ at }: { at: number }) {
  return (
    <ol className={classes.steps} aria-label="Set-up">
      {steps.map((step, index) => (
        <li
          key={step}
          className={classes.step}
          data-done={index < at || undefined}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={classes.number} aria-hidden="true">
            {index < at ? <IconCheck size={12} stroke={3} /> : index + 1}
          </span>
          <span className={classes.word}>{step}</span>
          {index < at && <span className="visually-hidden">done</span>}
        </li>
      ))}
    </ol>
  );
}
