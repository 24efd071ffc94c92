import { z } from 'zod';
import { jobIdSchema, millisecondsSchema } from './common.ts';

const ms = millisecondsSchema.nullable();

export const queueItemSchema = z.object({
  instance: z.string(),
  id: z.int().describe('as Jenkins numbers it'),
  task: z.string().nullable(),
  jobId: jobIdSchema.nullable(),
  label: z.string().nullable(),
  state: z.string(),
  reason: z.string().nullable().describe('why it waits, in the words of Jenkins'),
  reasonKind: z.string().nullable().describe('the same without names and times'),
  isStuck: z.boolean(),
  enteredAt: z.string(),
  waited: millisecondsSchema,
});
export type QueueItem = z.infer<typeof queueItemSchema>;

const share = { items: z.int(), wait: millisecondsSchema.describe('sum'), avg: ms, max: ms };

export const queueFiguresSchema = z.object({
  data: z.object({ items: z.int(), avg: ms, p50: ms, p95: ms, max: ms, stuck: z.int() }),
  depth: z
    .array(z.object({ at: z.string(), waiting: z.number().describe('average'), most: z.int() }))
    .describe('at most 200 steps of equal length over the range'),
  byReason: z.array(z.object({ reason: z.string(), ...share })),
  byLabel: z.array(z.object({ label: z.string(), ...share })),
  byJob: z.array(z.object({ jobId: jobIdSchema.nullable(), jobName: z.string(), instance: z.string(), ...share })),
  meta: z.object({
    since: z.string(),
    until: z.string(),
    collectedSince: z.string().nullable().describe('when the queue was looked at first'),
  }),
});
export type QueueFigures = z.infer<typeof queueFiguresSchema>;
