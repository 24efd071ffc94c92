import type { Build } from '@buildbutler/contract';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import classes from './build-parameters.module.css';

/** What the build was started with. Values of password-like names are never stored. */
export function BuildParameters({ parameters }: { parameters: Build['parameters'] }) {
  if (parameters.length === 0) return <EmptyState title="This build has no parameters" />;
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {parameters.map((parameter) => (
            <tr key={parameter.name}>
              <th scope="row" className={classes.name}>
                {parameter.name}
              </th>
              <td>
                <Value parameter={parameter} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ parameter: { name, value, isMasked } }: { parameter: Build['parameters'][number] }) {
  if (isMasked) return <span className={classes.muted}>hidden: a value of this name is never stored</span>;
  if (value === null || value === '') return <span className={classes.muted}>empty</span>;
  return (
    <span className={classes.value}>
      <span className={classes.text}>{value}</span>
      <CopyButton text={value} label={`Copy the value of ${name}`} />
    </span>
  );
}
