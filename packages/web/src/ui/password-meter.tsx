import { IconCheck } from '@tabler/icons-react';
import { formatCountOf } from '../lib/format-number.ts';
import classes from './password-meter.module.css';

const enough = 15;

/** How many characters a new password still needs; there is no other rule. */
export function PasswordMeter({ password }: { password: string }) {
  const length = [...password].length;
  const isEnough = length >= enough;
  const words = length === 0 ? `${enough} characters or more` : `${formatCountOf(enough - length, 'character')} to go`;
  return (
    <div className={classes.root}>
      <div className={classes.track} data-enough={isEnough || undefined} aria-hidden="true">
        <div className={classes.fill} style={{ width: `${Math.min(100, (length / enough) * 100)}%` }} />
      </div>
      <p className={classes.words} data-enough={isEnough || undefined} role="status">
        {isEnough && <IconCheck size={13} stroke={2.4} aria-hidden />}
        {isEnough ? 'Long enough' : `${words}. A sentence is easy to remember.`}
      </p>
    </div>
  );
}
