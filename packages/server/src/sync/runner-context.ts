import type { Clock } from '../core/clock.ts';
import type { ConnectionProblem, ConnectionSettings } from '../core/connection.ts';
import type { Controller } from '../jenkins/controller.ts';
import type { CollectionStore } from '../storage/collection.ts';
import type { AbsentNumbers } from './absent-numbers.ts';
import type { Random } from './delays.ts';
import type { HistoryLimits } from './history.ts';
import type { JobBook } from './job-book.ts';
import type { OpenBuilds } from './open-builds.ts';
import type { PartialBuilds } from './partial-builds.ts';
import type { QueueTimes } from './queue-times.ts';
import type { Recorder } from './recorder.ts';
import type { JobTree } from './slice-plan.ts';

/** What all passes over one connection share. */
export interface RunnerContext {
  readonly connection: ConnectionSettings;
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborts requests and pauses when the connection is stopped. */
  readonly signal: AbortSignal;
  readonly controller: Controller;
  /** For reading; everything is stored by the recorder. */
  readonly store: Pick<CollectionStore, 'dueDeepWork'>;
  readonly book: JobBook;
  readonly recorder: Recorder;
  readonly openBuilds: OpenBuilds;
  readonly absentNumbers: AbsentNumbers;
  readonly partialBuilds: PartialBuilds;
  readonly queueTimes: QueueTimes;
  readonly isIncluded: (fullName: string) => boolean;
  limits(): HistoryLimits;
  /** The jobs and folders as the last heads showed them; null before the first. */
  tree(): JobTree | null;
  setTree(tree: JobTree): void;
  /** The heads answered: the connection is well, `warning` is what a person should know nevertheless. */
  succeeded(success: { readonly responseMs: number; readonly warning: ConnectionProblem | null }): void;
  /** The heads failed, or another request for a reason that concerns all of them. */
  failed(problem: ConnectionProblem): void;
  /** True while so much vanished at once that nothing may be settled as lost. */
  isDoubtful(): boolean;
  setDoubtful(isDoubtful: boolean): void;
  /** Something was seen that the next heads explain. */
  pollSoon(): void;
}

/** One kind of work of a connection. Runs of one pass overlap only up to its width. */
export interface Pass {
  readonly name: string;
  readonly width: number;
  /** Epoch ms of the next thing to do; null = nothing is planned. */
  dueAtMs(): number | null;
  /** Claims what is due before its first pause and does it. */
  run(): Promise<void>;
}

/** Failures that concern the whole controller, whatever was asked. */
const common: ReadonlySet<ConnectionProblem['code']> = new Set([
  'unauthorized',
  'anonymous_session',
  'unreachable',
  'dns',
  'tls_untrusted',
  'tls_hostname',
  'tls_expired',
  'tls_protocol',
  'not_jenkins',
  'redirect_refused',
  'unavailable',
  'rate_limited',
  'address_denied',
]);

/** True when a failure says nothing about what was asked for, only about the controller or the way to it. */
export function isCommonProblem({ code }: ConnectionProblem): boolean {
  return common.has(code);
}

/** Counts what an answer left out because it could not be read. */
export function noteDropped({ recorder }: Pick<RunnerContext, 'recorder'>, dropped: number): void {
  if (dropped > 0) recorder.note({ droppedItems: recorder.state.droppedItems + dropped });
}
