import type { Change } from '../core/change-set.ts';
import type { DeepKind } from '../core/deep-data.ts';
import type { Stage } from '../core/stage.ts';
import type { TestSuitePart } from '../core/test-report.ts';

/** One thing to fetch for a finished build. */
export interface DeepWork {
  readonly buildId: number;
  readonly jobId: number;
  readonly number: number;
  readonly kind: DeepKind;
  readonly startedAtMs: number;
  /** How often it has failed. */
  readonly attempts: number;
  /** Tests only: the name of the report under the build's address; null = not collected, mostly `testReport`. */
  readonly reportName: string | null;
  /** Tests only: some have failed, so their errors are wanted. */
  readonly hasFailedTests: boolean;
  /** A person waits for it. */
  readonly isAsked: boolean;
  /** It was given up and is tried again from time to time. */
  readonly isParked: boolean;
}

export interface LogTailValue {
  /** The end of the log; only its last 256 KiB are kept. */
  readonly text: string;
  /** Where it begins in the whole log, in bytes. */
  readonly firstByte: number;
  /** True when the log holds more than this, before or behind. */
  readonly isTruncated: boolean;
}

/** Some suites of a report. Parts are recorded in order, from 0, in one step or several; the report is shown when the last is there. */
export interface TestReportPart {
  readonly part: number;
  readonly isLast: boolean;
  readonly suites: readonly TestSuitePart[];
}

export type DeepValue =
  | {
      readonly kind: 'stages';
      readonly outcome: 'stored';
      readonly stages: readonly Stage[];
      /** False when more may come. */
      readonly isComplete: boolean;
      /** The plugin that told them; null = unknown. */
      readonly source: string | null;
    }
  | ({ readonly kind: 'tests'; readonly outcome: 'stored' } & TestReportPart)
  | ({ readonly kind: 'log'; readonly outcome: 'stored' } & LogTailValue)
  | {
      readonly kind: 'changes';
      readonly outcome: 'stored';
      readonly changes: readonly Change[];
      /** The controller has more than it told. */
      readonly hasMore: boolean;
    };

export type DeepOutcome =
  | DeepValue
  /** The build has none. */
  | { readonly kind: DeepKind; readonly outcome: 'none' }
  | { readonly kind: DeepKind; readonly outcome: 'failed'; readonly retryAtMs: number; readonly reason: string }
  /** Given up; with `retryAtMs` it is tried once more then, otherwise when a person asks. */
  | {
      readonly kind: DeepKind;
      readonly outcome: 'parked';
      readonly reason: string;
      readonly retryAtMs?: number | undefined;
    };

/** What became of one thing that was fetched. Of a build that is not in the store nothing is recorded. */
export type DeepResult = DeepOutcome & { readonly jobId: number; readonly number: number };

export interface DueOptions {
  readonly nowMs: number;
  readonly most: number;
  /** All kinds unless given. */
  readonly kinds?: readonly DeepKind[];
}

export interface DeepWorkCount {
  /** To be fetched, retries included. */
  readonly open: number;
  /** Given up for now or until a person asks. */
  readonly parked: number;
}

export type DeepWorkCounts = DeepWorkCount & { readonly byKind: Readonly<Record<DeepKind, DeepWorkCount>> };
