import { z } from 'zod';
import { millisecondsSchema, rateSchema } from './common.ts';

export const agentStates = ['online', 'temporarily_offline', 'offline', 'gone'] as const;

export const agentSchema = z.object({
  name: z.string(),
  instance: z.string(),
  description: z.string().nullable(),
  state: z.enum(agentStates),
  since: z.string(),
  reason: z.string().nullable().describe('why it is offline'),
  labels: z.array(z.string()),
  executors: z.int(),
  busy: z.int(),
  lastSeenAt: z.string(),
  online: rateSchema.describe('share of the range in which it was online, as far as it was watched'),
  outages: z.int(),
  builds: z.int(),
  successRate: rateSchema,
  infrastructureFailures: z.int(),
  busyTime: millisecondsSchema.describe('sum of the durations of its builds in the range'),
  utilisation: rateSchema.describe('busy time ÷ (online time × executors)'),
  strip: z
    .array(z.object({ key: z.string(), online: rateSchema.describe('null = not watched'), builds: z.int() }))
    .describe('the last 30 days of the range, oldest first'),
});
export type Agent = z.infer<typeof agentSchema>;
export const agentSorts = [
  'name',
  'state',
  'online',
  'builds',
  'successRate',
  'utilisation',
  'infrastructureFailures',
] as const;

export const agentFiguresSchema = z.object({
  data: z.object({
    agents: z.int(),
    online: z.int(),
    executors: z.int().describe('of those online'),
    busy: z.int(),
    utilisation: rateSchema,
  }),
  byLabel: z.array(
    z.object({
      label: z.string(),
      agents: z.int(),
      online: z.int(),
      executors: z.int(),
      busy: z.int(),
      waiting: z.int().describe('queue items that ask for it now'),
    }),
  ),
  days: z.array(z.object({ key: z.string(), online: rateSchema, utilisation: rateSchema, builds: z.int() })),
});
export type AgentFigures = z.infer<typeof agentFiguresSchema>;
