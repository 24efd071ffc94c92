import type { AuditEntry } from '@buildbutler/contract';
import { csvLine } from '../export/csv.ts';

const columns = ['at', 'actor', 'action', 'subject', 'detail', 'address', 'count', 'lastAt'] as const;

/** The audit log as CSV, piece by piece. */
export async function* auditCsv(batches: AsyncIterable<readonly AuditEntry[]>): AsyncGenerator<string> {
  let head = csvLine(columns);
  for await (const batch of batches) {
    yield head + batch.map((entry) => csvLine(columns.map((column) => entry[column]))).join('');
    head = '';
  }
  if (head !== '') yield head;
}
