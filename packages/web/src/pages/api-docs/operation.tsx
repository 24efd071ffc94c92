import type { DescribedField, DescribedOperation } from '../../lib/api-document.ts';
import tables from '../../ui/plain-table.module.css';
import classes from './operation.module.css';

/** One route, closed to a line until somebody wants to know more. */
export function Operation({ operation }: { operation: DescribedOperation }) {
  const { access, answers, body, fields, id, method, parameters, path, summary } = operation;
  return (
    <details className={classes.root} id={id}>
      <summary className={classes.head}>
        <span className={classes.method} data-method={method}>
          {method}
        </span>
        <code className={classes.path}>{path}</code>
        <span className={classes.summary}>{summary}</span>
      </summary>
      <div className={classes.body}>
        <p className={classes.access}>{access}</p>
        <Fields title="Parameters" fields={parameters} />
        <Fields title="Body" fields={body} />
        <Fields title="Answer" fields={fields} />
        <h3 className={classes.part}>Status codes</h3>
        <ul className={classes.codes}>
          {answers.map(({ description, status }) => (
            <li key={status}>
              <code>{status}</code> {description}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}

function Fields({ title, fields }: { title: string; fields: readonly DescribedField[] }) {
  if (fields.length === 0) return null;
  return (
    <>
      <h3 className={classes.part}>{title}</h3>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ description, isRequired, name, place, type }) => (
            <tr key={`${place ?? ''} ${name}`}>
              <td className={tables.name}>
                <code>{name}</code>
                {isRequired && place !== undefined && <span className={classes.required}> required</span>}
              </td>
              <td data-label="Type">
                <code>{type}</code>
              </td>
              <td {...(description !== '' && { 'data-label': 'Meaning' })}>{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
