import { useLive } from '../../queries/analytics.ts';
import classes from './live-indicator.module.css';

/** Says whether what is on screen follows the store: live, importing, or offline. */
export function LiveIndicator() {
  const { data, isError } = useLive();
  const importing = data?.importing ?? 0;
  const state = isError ? 'offline' : importing > 0 ? 'importing' : data === undefined ? 'waiting' : 'live';
  const words = { offline: 'Offline', importing: 'Importing', waiting: 'Connecting', live: 'Live' };
  const titles = {
    offline: 'BuildButler does not answer. What you see is the last that was received.',
    importing: `${importing} ${importing === 1 ? 'connection is' : 'connections are'} importing. Figures fill up by themselves.`,
    waiting: 'Waiting for the first answer.',
    live: 'New builds appear by themselves.',
  };
  return (
    <span className={classes.root} data-state={state} title={titles[state]} role="status">
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.word}>{words[state]}</span>
    </span>
  );
}
