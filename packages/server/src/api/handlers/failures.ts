import { correctFailure } from '../../operations/correct-failure.ts';
import { createFailureRule } from '../../operations/create-failure-rule.ts';
import { deleteFailureRule } from '../../operations/delete-failure-rule.ts';
import { updateFailureRule } from '../../operations/update-failure-rule.ts';
import type { HandlersOf } from '../handler.ts';

type Names =
  | 'getBuildFailure'
  | 'setBuildFailure'
  | 'listFailures'
  | 'getFailure'
  | 'getFailureFigures'
  | 'listBursts'
  | 'listFailureRules'
  | 'createFailureRule'
  | 'updateFailureRule'
  | 'deleteFailureRule'
  | 'testFailureRule';

export const failureHandlers: HandlersOf<Names> = {
  getBuildFailure: ({ ask }, { params }) => ask('buildFailure', params),
  async setBuildFailure({ ask, context }, { body, params }) {
    await correctFailure(context, { ...params, ...body });
    return ask('buildFailure', params);
  },
  listFailures: ({ ask }, { query }) => ask('listFailures', query),
  getFailure: ({ ask }, { params, query }) => ask('getFailure', { ...query, ...params }),
  getFailureFigures: ({ ask }, { query }) => ask('failureFigures', query),
  listBursts: async ({ ask }, { query }) => ({ data: await ask('listBursts', query) }),
  listFailureRules: async ({ ask }) => ({ data: await ask('listFailureRules', null) }),
  createFailureRule: ({ context }, { body }) => createFailureRule(context, body),
  updateFailureRule: ({ context }, { body, params }) => updateFailureRule(context, { ...params, change: body }),
  async deleteFailureRule({ context }, { params }) {
    await deleteFailureRule(context, params);
    return undefined;
  },
  async testFailureRule({ ask, context }, { body }) {
    const startedAtMs = context.clock.nowMs();
    const found = await ask('tryFailureRule', body);
    return { ...found, tookMs: Math.max(0, context.clock.nowMs() - startedAtMs) };
  },
};
