import { shortcuts } from '../../lib/key-sequence.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Key } from '../../ui/key.tsx';
import classes from './keyboard-help.module.css';

const inTables = [
  { keys: ['j'], also: '↓', label: 'Next row' },
  { keys: ['k'], also: '↑', label: 'Row before' },
  { keys: ['Enter'], label: 'Open the row' },
  { keys: ['n'], label: 'Next page' },
  { keys: ['p'], label: 'Page before' },
];

interface Line {
  readonly keys: readonly string[];
  readonly also?: string;
  readonly label: string;
}

function Lines({ title, lines }: { title: string; lines: readonly Line[] }) {
  return (
    <section>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.list}>
        {lines.map((line) => (
          <div key={line.label} className={classes.line}>
            <dt>{line.label}</dt>
            <dd>
              {line.keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && <span className={classes.then}> then </span>}
                  <Key>{key}</Key>
                </span>
              ))}
              {line.also !== undefined && (
                <>
                  <span className={classes.then}> or </span>
                  <Key>{line.also}</Key>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The list of keys. */
export function KeyboardHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog opened={isOpen} onClose={onClose} title="Keyboard shortcuts" size={420}>
      <Lines title="Anywhere" lines={shortcuts} />
      <Lines title="In tables" lines={inTables} />
    </Dialog>
  );
}
