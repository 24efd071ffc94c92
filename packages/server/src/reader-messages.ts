import type { AppErrorCode } from './core/app-error.ts';
import type { QuestionName } from './insights/ask.ts';
import type { StorePlace } from './storage/open-store.ts';

export interface ReaderSetup {
  readonly store: StorePlace;
}

export interface ReaderRequest {
  readonly id: number;
  readonly name: QuestionName;
  readonly input: unknown;
  readonly nowMs: number;
}

/** An error as it crosses threads; `code` null = a defect. */
export interface ReaderFault {
  readonly code: AppErrorCode | null;
  readonly message: string;
  readonly stack: string;
  readonly details: readonly { path: string; message: string }[];
}

/** `heldBytes` = what the thread keeps in memory to answer sooner. */
export type ReaderReply = { readonly id: number; readonly heldBytes: number } & (
  | { readonly answer: unknown; readonly fault: null }
  | { readonly fault: ReaderFault }
);
