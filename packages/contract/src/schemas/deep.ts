import { z } from 'zod';
import { millisecondsSchema } from './common.ts';

/**
 * Where something is that is fetched for a finished build besides its record. `none` = the build has none of it; `unasked` =
 * an older build that nobody has opened; `waiting` = it will be fetched; `parked` = it could not be fetched; `gone` = Jenkins
 * deleted the build first.
 */
export const deepPlaces = ['stored', 'none', 'unasked', 'waiting', 'parked', 'gone', 'running'] as const;

export const standingSchema = z.object({
  state: z
    .enum(deepPlaces)
    .describe('stored, none, unasked, waiting, parked, gone, or running = the build has not ended'),
  reason: z.string().nullable().describe('why it was not fetched, or not yet'),
  retryAt: z.string().nullable().describe('when it is tried again'),
});
export type Standing = z.infer<typeof standingSchema>;

export const stageStatusNames = [
  'success',
  'unstable',
  'failure',
  'aborted',
  'not_built',
  'skipped',
  'running',
  'paused',
  'queued',
  'unknown',
] as const;

export const stageSourceNames = ['stages', 'pipeline-overview', 'pipeline-graph', 'wfapi', 'blue-ocean'] as const;

export const stageSchema = z.object({
  id: z.string(),
  parentId: z.string().nullable().describe('the stage around it; parents come before their children'),
  name: z.string(),
  kind: z.enum(['stage', 'parallel', 'synthetic']).describe('parallel = a branch; synthetic = made by Jenkins itself'),
  status: z.enum(stageStatusNames),
  startedAt: z.string().nullable(),
  duration: millisecondsSchema.nullable(),
  pause: millisecondsSchema.describe('waiting for a person, within the duration'),
  agent: z.string().nullable(),
  error: z.string().nullable(),
  isCritical: z.boolean().describe('lies on the critical path: without it the build would have ended earlier'),
});
export type Stage = z.infer<typeof stageSchema>;

export const buildStagesSchema = z.object({
  data: z.array(stageSchema),
  meta: standingSchema.extend({
    source: z.string().nullable().describe('what told them: the plugin, as the connection names it'),
    complete: z.boolean().describe('false when Jenkins had not written down all of them'),
  }),
});
export type BuildStages = z.infer<typeof buildStagesSchema>;

export const testStatusNames = ['failed', 'skipped', 'passed'] as const;

export const buildTestSchema = z.object({
  id: z.string().describe('t_…, the same test in every build'),
  name: z.string(),
  className: z.string().nullable(),
  suite: z.string().nullable(),
  stages: z.array(z.string()).describe('names of the stages around it, outermost first'),
  status: z.enum(testStatusNames),
  duration: millisecondsSchema.nullable(),
  failedSince: z.int().nullable().describe('number of the build since which it fails, as Jenkins says'),
  error: z.string().nullable(),
  stack: z.string().nullable(),
  isCut: z.boolean().describe('error and stack were longer'),
  message: z.string().nullable().describe('why it was skipped'),
});
export type BuildTest = z.infer<typeof buildTestSchema>;

export const buildTestsSchema = z.object({
  data: z.array(buildTestSchema),
  meta: standingSchema.extend({
    page: z.int(),
    per_page: z.int(),
    total: z.int().describe('cases that match'),
    counts: z.object({ total: z.int(), passed: z.int(), failed: z.int(), skipped: z.int() }).nullable(),
    duration: millisecondsSchema.nullable().describe('sum of all cases'),
  }),
});
export type BuildTests = z.infer<typeof buildTestsSchema>;

export const changeSchema = z.object({
  commit: z.string().nullable(),
  message: z.string().describe('its first line'),
  author: z.string().nullable(),
  committedAt: z.string().nullable(),
});
export type BuildChange = z.infer<typeof changeSchema>;

export const buildChangesSchema = z.object({
  data: z.array(changeSchema),
  meta: standingSchema.extend({ hasMore: z.boolean().describe('Jenkins has more than the 50 that are kept') }),
});
export type BuildChanges = z.infer<typeof buildChangesSchema>;
