import { z } from 'zod';
import { millisecondsSchema, rateSchema, results } from './common.ts';
import { jobKinds } from './job.ts';

const ms = millisecondsSchema.nullable();

/** The figures of a set of builds, by the definitions of docs/glossary.md. */
export const figuresSchema = z.object({
  builds: z.int(),
  byResult: z.object(
    Object.fromEntries(results.map((name) => [name, z.int()])) as Record<(typeof results)[number], z.ZodInt>,
  ),
  successRate: rateSchema,
  duration: z.object({ avg: ms, p50: ms, p90: ms, p95: ms, max: ms }),
  queueTime: z.object({ avg: ms, p50: ms, p95: ms }),
  tests: z.object({ total: z.int(), passed: z.int(), failed: z.int(), skipped: z.int(), passRate: rateSchema }),
  minutesBurnt: z.number().describe('minutes spent in UNSTABLE and FAILURE builds'),
});
export type Figures = z.infer<typeof figuresSchema>;

/**
 * Keys: days `YYYY-MM-DD`, weeks that of their Monday, hours their first instant (ISO 8601, UTC); of these, empty ones are
 * there too. `category` groups failed and unstable builds. A build counts in every label of its agent.
 */
export const groupBys = ['job', 'folder', 'label', 'branch', 'hour', 'day', 'week', 'instance', 'category'] as const;
export const groupSorts = ['key', 'builds', 'failures', 'successRate', 'p95', 'minutesBurnt'] as const;

export const metricsGroupSchema = figuresSchema.extend({
  key: z.string(),
  label: z.string(),
  instance: z.string().optional().describe('groups by job: the connection of the job'),
  kind: z.enum(jobKinds).optional().describe('groups by job: what kind of job it is'),
});

export const metricsSchema = z.object({
  data: figuresSchema,
  previous: figuresSchema.optional().describe('the same figures of the period before, with compare=previous'),
  groups: z.array(metricsGroupSchema),
  meta: z.object({ since: z.string(), until: z.string(), tz: z.string(), group_by: z.string().nullable() }),
});
export type Metrics = z.infer<typeof metricsSchema>;

/** What moves while a person looks: polled every two seconds by the pages. */
export const liveSchema = z.object({
  version: z.int().describe('rises with every stored change'),
  running: z.int(),
  queued: z.int(),
  agents: z.object({ online: z.int(), total: z.int() }),
  importing: z.int(),
  failing: z.int().describe('connections in a failed state'),
});
export type Live = z.infer<typeof liveSchema>;
