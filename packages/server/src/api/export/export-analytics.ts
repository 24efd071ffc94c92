import type { ExportWhat } from '@buildbutler/contract';
import { AppError } from '../../core/app-error.ts';
import type { Ask } from '../../insights/ask.ts';
import type { FileAnswer } from '../file-answer.ts';
import { csvLine } from './csv.ts';
import { drawDays } from './draw-days.ts';
import { exportColumns, valueAt } from './export-columns.ts';
import { type ExportQuery, exportRows } from './export-rows.ts';

type Rows = AsyncIterable<readonly object[]>;

async function* toCsv(what: ExportWhat, rows: Rows): AsyncGenerator<string> {
  const columns = exportColumns[what];
  yield csvLine(columns.map((column) => column.replaceAll('.', '_')));
  for await (const some of rows) {
    if (some.length > 0) yield some.map((row) => csvLine(columns.map((column) => valueAt(row, column)))).join('');
  }
}

async function* toJson(rows: Rows): AsyncGenerator<string> {
  let isFirst = true;
  for await (const some of rows) {
    const text = some.map((row) => JSON.stringify(row)).join(',\n');
    if (text === '') continue;
    yield isFirst ? `[${text}` : `,\n${text}`;
    isFirst = false;
  }
  yield isFirst ? '[]\n' : ']\n';
}

/** What the picture is about, in letters that it can draw. */
function titleOf({ branch, folder, instance, job, q, result }: ExportQuery): string {
  const about = [job, folder, q && `"${q}"`, branch && `branch ${branch}`, instance?.join(', '), result?.join(', ')];
  const text = about.filter(Boolean).join(' - ');
  return text === '' ? 'Builds per day' : `Builds per day - ${text}`;
}

async function* toPng(ask: Ask, query: ExportQuery): AsyncGenerator<Uint8Array> {
  const metrics = await ask('metrics', { ...query, group_by: 'day', limit: 1 });
  yield drawDays(metrics, { theme: query.theme, title: titleOf(query) });
}

/** A page's rows or its picture as a file. Throws `unprocessable` where there is no picture of what was asked. */
export async function exportAnalytics(ask: Ask, query: ExportQuery): Promise<FileAnswer> {
  const { format, what } = query;
  const range = query.range.replace('..', '-').replaceAll(':', '');
  const fileName = `buildbutler-${what}-${range}.${format}`;
  if (format === 'png') {
    if (what === 'builds' || what === 'metrics')
      return { contentType: 'image/png', fileName, parts: toPng(ask, query) };
    const message = `There is no picture of ${what}; png knows builds and metrics. Choose csv or json.`;
    throw new AppError('unprocessable', message, { details: [{ path: 'query.format', message }] });
  }
  const rows = exportRows(ask, what, query);
  return format === 'csv'
    ? { contentType: 'text/csv; charset=utf-8; header=present', fileName, parts: toCsv(what, rows) }
    : { contentType: 'application/json; charset=utf-8', fileName, parts: toJson(rows) };
}
