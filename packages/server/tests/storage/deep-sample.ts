import type { AgentState } from '../../src/core/agent.ts';
import type { Change } from '../../src/core/change-set.ts';
import type { Stage } from '../../src/core/stage.ts';
import type { TestCaseResult, TestSuitePart } from '../../src/core/test-report.ts';
import type { DeepResult } from '../../src/storage/deep-step.ts';
import type { QueueEntry } from '../../src/storage/live-step.ts';

export function sampleStage(part: Partial<Stage> = {}): Stage {
  return {
    id: '6',
    parentId: null,
    name: 'Build',
    kind: 'stage',
    status: 'success',
    startedAtMs: Date.UTC(2026, 2, 10, 12),
    durationMs: 9_000,
    pauseMs: 0,
    agent: null,
    errorMessage: null,
    ...part,
  };
}

export function sampleChange(part: Partial<Change> = {}): Change {
  return {
    commit: '0123456789abcdef0123456789abcdef01234567',
    committedAtMs: Date.UTC(2026, 2, 10, 11),
    message: 'Make it faster',
    author: 'Ada',
    ...part,
  };
}

export function sampleCase(part: Partial<TestCaseResult> = {}): TestCaseResult {
  return {
    className: 'org.example.CalcTest',
    name: 'adds',
    status: 'passed',
    durationMs: 12,
    age: 0,
    failedSince: null,
    errorDetails: null,
    errorStackTrace: null,
    skippedMessage: null,
    ...part,
  };
}

export function sampleSuite(cases: readonly TestCaseResult[], part: Partial<TestSuitePart> = {}): TestSuitePart {
  return { position: 0, name: 'org.example.CalcTest', stageNames: [], cases, ...part };
}

/** A report that comes whole. */
export function testsOf(jobId: number, number: number, suites: readonly TestSuitePart[]): DeepResult {
  return { jobId, number, kind: 'tests', outcome: 'stored', part: 0, isLast: true, suites };
}

export function stagesOf(jobId: number, number: number, stages: readonly Stage[]): DeepResult {
  return { jobId, number, kind: 'stages', outcome: 'stored', stages, isComplete: true, source: 'stages' };
}

export function changesOf(jobId: number, number: number, changes: readonly Change[]): DeepResult {
  return { jobId, number, kind: 'changes', outcome: 'stored', changes, hasMore: false };
}

export function logOf(jobId: number, number: number, text: string): DeepResult {
  return { jobId, number, kind: 'log', outcome: 'stored', text, firstByte: 0, isTruncated: false };
}

export function sampleAgent(name: string, part: Partial<AgentState> = {}): AgentState {
  return {
    name,
    description: null,
    labels: ['linux'],
    isOnline: true,
    isTemporarilyOffline: false,
    offlineReason: null,
    offlineSinceMs: null,
    executors: 2,
    busyExecutors: 0,
    ...part,
  };
}

export function sampleQueueEntry(id: number, part: Partial<QueueEntry> = {}): QueueEntry {
  return {
    id,
    inQueueSinceMs: Date.UTC(2026, 2, 10, 12),
    why: 'Waiting for next available executor on ‘linux’',
    taskName: 'api',
    state: 'buildable',
    isStuck: false,
    jobId: null,
    buildNumber: null,
    ...part,
  };
}
