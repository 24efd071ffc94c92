import type { Connection } from '@buildbutler/contract';
import type { Colors, Io } from '../io.ts';
import { type Column, printJson, printTable } from '../table.ts';

type Row = Pick<Connection, 'id' | 'name' | 'url' | 'status' | 'state'>;

function stateColor({ state }: Row, colors: Colors): (text: string) => string {
  if (state === 'active') return colors.green;
  if (state === 'importing' || state === 'starting') return colors.cyan;
  return state === 'paused' ? colors.dim : colors.red;
}

/** The published shape of `connections list`. */
export const connectionColumns: readonly Column<Row>[] = [
  { title: 'ID', text: ({ id }) => String(id) },
  { title: 'Name', text: ({ name }) => name },
  { title: 'URL', text: ({ url }) => url, canShrink: true },
  { title: 'Status', text: ({ status }) => status, color: stateColor },
];

/** The connection that a command has changed: as JSON, or as its row of `connections list`. */
export function printConnection(connection: Connection, io: Io, isJson: boolean | undefined): Promise<void> {
  return isJson ? printJson(connection, io.out) : printTable(connectionColumns, [connection], io.out);
}
