import type { Store } from '../storage/open-store.ts';
import { buildFailure } from './failures/build-failure.ts';
import { type FailureFiguresInput, failureFigures } from './failures/failure-figures.ts';
import { type GetFailureInput, getFailure } from './failures/get-failure.ts';
import { type ListBurstsInput, listBursts } from './failures/list-bursts.ts';
import { listFailureRules } from './failures/list-failure-rules.ts';
import { type ListFailuresInput, listFailures } from './failures/list-failures.ts';
import { type TryFailureRuleInput, tryFailureRule } from './failures/try-failure-rule.ts';

/** What pages ask of failures. */
export const failureQuestions = {
  buildFailure: (store: Store, input: { readonly id: string }) => buildFailure(store, input.id),
  failureFigures: (store: Store, input: FailureFiguresInput, nowMs: number) => failureFigures(store, input, nowMs),
  getFailure: (store: Store, input: GetFailureInput, nowMs: number) => getFailure(store, input, nowMs),
  listBursts: (store: Store, input: ListBurstsInput, nowMs: number) => listBursts(store, input, nowMs),
  listFailureRules: (store: Store, _input: null, nowMs: number) => listFailureRules(store, nowMs),
  listFailures: (store: Store, input: ListFailuresInput, nowMs: number) => listFailures(store, input, nowMs),
  /** In a reader's thread: a long text takes a while. */
  tryFailureRule: (store: Store, input: TryFailureRuleInput) => tryFailureRule(store, input),
};
