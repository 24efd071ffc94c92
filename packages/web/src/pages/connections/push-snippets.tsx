import { useState } from 'react';
import { type PushWay, pushSnippet, pushWays } from '../../lib/push-snippet.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Segments } from '../../ui/segments.tsx';
import classes from './push-panel.module.css';

/** What to put into Jenkins, ready to be copied. The secret stands in it only where it cannot be left out. */
export function PushSnippets({ connectionId, secret }: { connectionId: number; secret: string | null }) {
  const [way, setWay] = useState<PushWay>('pipeline');
  const text = pushSnippet(way, { address: window.location.origin, connectionId, secret });
  const note = pushWays.find(({ value }) => value === way)?.note;
  return (
    <div className={classes.snippets}>
      <Segments label="How Jenkins announces builds" options={pushWays} value={way} onChange={setWay} />
      <div className={classes.snippet}>
        <pre className={classes.code}>{text}</pre>
        <CopyButton text={text} label="Copy" size={28} />
      </div>
      <p className={classes.note}>
        {note} All ways, and what is answered, are in the guide <code>docs/guides/push.md</code>.
      </p>
    </div>
  );
}
