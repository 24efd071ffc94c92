import type { AuditEntry } from '@buildbutler/contract';
import { Badge } from '../../ui/badge.tsx';
import tables from '../../ui/plain-table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './audit-page.module.css';
import { auditWords, isRefusal } from './audit-words.ts';

/** Who did what, to what, when, from where. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <div className={tables.frame}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col" className={classes.time}>
              When
            </th>
            <th scope="col" className={classes.actor}>
              Who
            </th>
            <th scope="col">What</th>
            <th scope="col">To what</th>
            <th scope="col" className={classes.address}>
              From
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const { action, actor, address, at, count, detail, lastAt, subject } = entry;
  return (
    <tr>
      <td data-label="When" className={tables.muted}>
        <TimeAgo at={at} />
      </td>
      <td data-label="Who" className={tables.name}>
        {actor}
      </td>
      <td data-label="What" title={action}>
        <span>
          {isRefusal(action) ? <Badge tone="unstable">{auditWords(action)}</Badge> : auditWords(action)}
          {count > 1 && (
            <span className={classes.count}>
              {`${count} times within the hour, the last `}
              <TimeAgo at={lastAt} />
            </span>
          )}
        </span>
      </td>
      <td data-label="To what">
        <span>
          {subject}
          {detail !== '' && <span className={classes.detail}>{detail}</span>}
        </span>
      </td>
      <td data-label="From" className={tables.muted}>
        {address ?? 'this machine'}
      </td>
    </tr>
  );
}
