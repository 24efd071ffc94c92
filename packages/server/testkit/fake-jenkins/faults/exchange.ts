import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FakeRequest } from '../http/fake-request.ts';
import type { Identity } from '../http/identity.ts';
import type { Reply } from '../http/reply.ts';

/** One request and its answer, as a fault gets hold of it. */
export interface Exchange {
  readonly raw: IncomingMessage;
  readonly response: ServerResponse;
  readonly request: FakeRequest;
  readonly identity: Identity;
  /** What a healthy controller would answer. */
  readonly reply: () => Reply;
  /** Sends an answer, compressed if the client takes that. */
  readonly send: (reply: Reply) => Promise<void>;
  /** Aborted when the client goes away or the server closes. */
  readonly gone: AbortSignal;
}

/** How an answer goes wrong. It sends, or does not send, what it likes. */
export type Fault = (exchange: Exchange) => Promise<void>;
