import type { Route, RouteAnswer, RouteName, RouteRequest, routes } from '@buildbutler/contract';
import type { Ask } from '../insights/ask.ts';
import type { OperationContext } from '../operations/context.ts';
import type { AnswerCounter } from './answer-counter.ts';
import type { Caller } from './caller.ts';
import type { FileAnswer } from './file-answer.ts';
import type { Readiness } from './readiness.ts';
import type { TextAnswer } from './text-answer.ts';

/** What a handler may use besides the parsed request. */
export interface Call {
  readonly context: OperationContext;
  readonly caller: Caller;
  readonly ask: Ask;
  readonly readiness: Readiness;
  readonly version: string;
  /** Under which the log and an error answer name the request. */
  readonly requestId: string;
  readonly answers: AnswerCounter;
  readonly isCollecting: boolean;
  /** A header of the request by its name in lower case; null = it was not sent. */
  header(name: string): string | null;
  /** Aborts when the client goes before it has its answer. */
  readonly signal: AbortSignal;
  setStatus(status: number): void;
  startSession(session: { readonly secret: string; readonly expiresAtMs: number }): void;
  endSession(): void;
}

type Answer<R extends Route> = R['answer'] extends 'text'
  ? TextAnswer | string
  : R['answer'] extends 'file'
    ? FileAnswer
    : RouteAnswer<R>;

/** Parses nothing and formats nothing: calls one operation or one insight and hands back what the contract promises. */
export type Handler<R extends Route> = (call: Call, request: RouteRequest<R>) => Promise<Answer<R>>;

/** One entry for every route of the contract: a missing one does not compile. */
export type Handlers = { readonly [N in RouteName]: Handler<(typeof routes)[N]> };

/** The handlers of some routes, for one file. */
export type HandlersOf<N extends RouteName> = Pick<Handlers, N>;
