import type { Agent } from '@buildbutler/contract';
import { onlineTone } from '../../lib/agent-state.ts';
import { formatRate } from '../../lib/format-number.ts';
import { formatLongDay } from '../../lib/format-time.ts';
import classes from './agent-strip.module.css';

const barPx = 4;
const heightPx = 20;
const unwatchedPx = 2;

/** The days of an agent in the height of a row, newest at the right: how much of each it was online. */
export function AgentStrip({ strip, places = 30 }: { strip: Agent['strip']; places?: number }) {
  const shown = strip.slice(-places);
  const watched = shown.filter(({ online }) => online !== null);
  const whole = watched.filter(({ online }) => onlineTone(online) === 'success').length;
  const width = places * barPx;
  return (
    <svg
      width={width}
      height={heightPx}
      viewBox={`0 0 ${width} ${heightPx}`}
      className={classes.root}
      role="img"
      aria-label={`Online throughout on ${whole} of ${watched.length} watched days`}
    >
      {shown.map(({ key, online }, index) => {
        const height = online === null ? unwatchedPx : Math.max(3, Math.round(online * heightPx));
        return (
          <rect
            key={key}
            x={width - (shown.length - index) * barPx}
            y={heightPx - height}
            width={barPx - 1}
            height={height}
            rx={0.5}
            data-tone={onlineTone(online)}
          >
            <title>{`${formatLongDay(key)}: ${online === null ? 'not watched' : `${formatRate(online)} online`}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
