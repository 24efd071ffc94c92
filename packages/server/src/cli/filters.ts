import { ApiError, type Client, rangeSchema } from '@buildbutler/contract';
import { InvalidArgumentError } from 'commander';
import { findConnection } from './connections/find-connection.ts';
import { collect, Option } from './verb.ts';

export interface FilterOptions {
  readonly connection?: readonly string[];
  readonly folder?: string;
  readonly job?: string;
  readonly search?: string;
  readonly branch?: string;
  readonly matrix?: boolean;
}

/** What every question about builds may be narrowed by. */
export function filterOptions(): Option[] {
  return [
    new Option('--connection <name>', 'of this Jenkins instance, by name or id (repeatable)').argParser(collect),
    new Option('--folder <path>', 'in this folder, such as /team-a'),
    new Option('--job <job>', 'of this job, by id or full name'),
    new Option('--search <text>', 'with this in the name of the job'),
    new Option('--branch <name>', 'of this branch'),
    new Option('--matrix', 'count single matrix configurations as well'),
  ];
}

/** `24h`, `7d` … or `<ISO>..<ISO>`. */
export function rangeOption(): Option {
  return new Option('--range <range>', '24h, 7d, 14d, 30d, 60d, 90d, 1y or <ISO>..<ISO>').argParser((text) => {
    const [issue] = rangeSchema.safeParse(text).error?.issues ?? [];
    if (issue === undefined) return text;
    throw new InvalidArgumentError(`${issue.message.charAt(0).toUpperCase()}${issue.message.slice(1)}.`);
  });
}

/** A name that nobody has would look like "no builds"; a token that may not list connections cannot be asked. */
async function toInstance(client: Client, named: string): Promise<string> {
  try {
    return (await findConnection(client, named)).name;
  } catch (error) {
    if (error instanceof ApiError && error.problem.code === 'forbidden') return named;
    throw error;
  }
}

const given = <K extends string>(name: K, value: string | undefined) =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<K, string>>;

/** The filter as the API takes it; connections named by id become names. */
export async function toFilterQuery(client: Client, options: FilterOptions) {
  const { connection: named = [] } = options;
  const instance: string[] = [];
  for (const name of named) instance.push(await toInstance(client, name));
  return {
    ...(instance.length === 0 ? {} : { instance }),
    ...given('folder', options.folder),
    ...given('job', options.job),
    ...given('q', options.search),
    ...given('branch', options.branch),
    ...(options.matrix ? { include: 'matrix' as const } : {}),
  };
}
