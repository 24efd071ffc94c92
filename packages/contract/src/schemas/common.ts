import { z } from 'zod';

export const results = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'ABORTED', 'NOT_BUILT'] as const;
/** The result of a finished build, as Jenkins names it. A running build has `null`. */
export const resultSchema = z.enum(results);
export type Result = z.infer<typeof resultSchema>;

export const rangeNames = ['24h', '7d', '14d', '30d', '60d', '90d', '1y'] as const;

const isoInstant = z.iso.datetime({ offset: true });

/** `24h`, `7d` … `1y`, or `<ISO>..<ISO>` (half-open). */
export const rangeSchema = z.string().refine(
  (text) => {
    if ((rangeNames as readonly string[]).includes(text)) return true;
    const [since, until, ...rest] = text.split('..');
    if (since === undefined || until === undefined || rest.length > 0) return false;
    return (
      isoInstant.safeParse(since).success &&
      isoInstant.safeParse(until).success &&
      Date.parse(since) < Date.parse(until)
    );
  },
  `expected one of ${rangeNames.join(', ')} or <ISO>..<ISO> with the first before the second`,
);

/** An IANA time zone name, such as `Europe/Berlin`. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine((name) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
      return true;
    } catch {
      return false;
    }
  }, 'not an IANA time zone name');

export const instantSchema = z.iso.datetime({ offset: true });

/** A query parameter that may be repeated: always read as an array. */
export function many<T extends z.ZodType>(item: T, most = 50) {
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).max(most).optional(),
  );
}

export const text = (most: number) => z.string().max(most);

export const jobIdSchema = z.string().regex(/^j_[0-9a-z]{1,16}$/, 'expected a job id such as j_1x');
export const buildIdSchema = z.string().regex(/^b_[0-9a-z]{1,16}$/, 'expected a build id such as b_1x');

export const pageQuerySchema = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  per_page: z.coerce.number().int().min(1).max(100).default(25),
});

export const pageMetaSchema = z.object({ page: z.int(), per_page: z.int(), total: z.int() });

/** What every analytic question may be narrowed by. `instance` is the connection's name and may be repeated. */
export const filterQuerySchema = z.object({
  instance: many(text(200)).describe('names of connections; may be repeated'),
  folder: text(1000).optional().describe('everything below this path, such as /org/repo'),
  job: text(1000).optional().describe('a job id (j_…) or a full job name'),
  q: text(200).optional().describe('part of a full job name, ignoring case'),
  branch: text(500).optional().describe('name of a branch, whole'),
  result: many(resultSchema).describe('may be repeated'),
  category: many(text(40)).describe('failure categories of FAILURE and UNSTABLE builds'),
  include: z.enum(['matrix']).optional().describe('matrix = builds of matrix configurations too'),
});

/** A share between 0 and 1, or null when there is nothing to divide by. */
export const rateSchema = z.number().min(0).max(1).nullable();
export const millisecondsSchema = z.number().min(0);
