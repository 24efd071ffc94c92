import { type Client, routes } from '@buildbutler/contract';
import { CliError, usageError } from '../cli-error.ts';
import { toFilterQuery } from '../filters.ts';
import { collect, Option } from '../verb.ts';

export interface BuildPlace {
  readonly connection?: readonly string[];
}

/** For builds that are named by job and number. */
export function buildPlaceOption(): Option {
  return new Option('--connection <name>', 'where several Jenkins instances have a job of this name').argParser(
    collect,
  );
}

/** The id of a build that a person names as `b_…` or as `folder/job#12`; exit code 3 when there is none. */
export async function findBuild(client: Client, named: string, { connection = [] }: BuildPlace): Promise<string> {
  if (/^b_[0-9a-z]+$/.test(named)) return named;
  const [, job, digits] = /^(.+)#(\d{1,10})$/.exec(named) ?? [];
  if (job === undefined) {
    throw usageError(`"${named}" does not name a build.`, 'Expected an id such as b_1x2y3z, or team-a/checkout#118.');
  }
  const filter = await toFilterQuery(client, { connection, job, matrix: true });
  const { data } = await client.call(routes.listBuilds, { query: { ...filter, number: Number(digits) } });
  const [found, second] = data;
  if (found === undefined) {
    throw new CliError('notFound', `There is no build "${named}".`, {
      code: 'not_found',
      fix: `\`buildbutler builds list --search ${job.split('/').at(-1)}\` shows what there is.`,
    });
  }
  if (second !== undefined) {
    const choices = data.map(({ id, instance }) => `${id} (${instance})`).join(', ');
    throw usageError(`"${named}" may mean ${choices}.`, 'Name it by its id, or add --connection.');
  }
  return found.id;
}
