import { type Client, type Connection, routes } from '@buildbutler/contract';
import { CliError, usageError } from '../cli-error.ts';

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

function notFound(named: string, connections: readonly Connection[]): CliError {
  const fix =
    connections.length === 0
      ? 'There are no connections yet; add one with `buildbutler connections add`.'
      : `There are: ${quoted(connections.map(({ name }) => name))}.`;
  return new CliError('notFound', `There is no connection "${named}".`, { code: 'not_found', fix });
}

/** Those that a person may mean: by id or exact name, else by name in another case. */
function matches(named: string, connections: readonly Connection[]): readonly Connection[] {
  const exact = connections.filter(({ id, name }) => String(id) === named || name === named);
  if (exact.length > 0) return exact;
  return connections.filter(({ name }) => name.toLowerCase() === named.toLowerCase());
}

/** The connection that a person names by its id or its name; exit code 3 when there is none. */
export async function findConnection(client: Client, named: string): Promise<Connection> {
  const { data } = await client.call(routes.listConnections, {});
  const [found, second] = matches(named.trim(), data);
  if (found === undefined) throw notFound(named, data);
  if (second !== undefined) {
    throw usageError(
      `"${named}" may mean "${found.name}" (id ${found.id}) or "${second.name}" (id ${second.id}).`,
      'Name it by its id, or by its name if that is a number.',
    );
  }
  return found;
}
