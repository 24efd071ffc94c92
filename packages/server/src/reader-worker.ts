import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { AppError } from './core/app-error.ts';
import { questions } from './insights/ask.ts';
import type { ReaderFault, ReaderReply, ReaderRequest, ReaderSetup } from './reader-messages.ts';
import { openStore, type Store } from './storage/open-store.ts';
import { storageProblem } from './storage/storage-problem.ts';

function toFault(thrown: unknown): ReaderFault {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { message, stack = '' } = error;
  return error instanceof AppError
    ? { code: error.code, message, stack, details: error.details }
    : { code: null, message, stack, details: [] };
}

async function answer(store: Store, { id, input, name, nowMs }: ReaderRequest): Promise<ReaderReply> {
  try {
    const question = questions[name] as (store: Store, input: unknown, nowMs: number) => Promise<unknown>;
    const found = await question(store, input, nowMs);
    return { id, heldBytes: store.columns.bytes, answer: found, fault: null };
  } catch (thrown) {
    return { id, heldBytes: store.columns.bytes, fault: toFault(storageProblem(thrown)) };
  }
}

/** Answers one question after the other. A thread starts because something is asked: that comes before what it keeps ready. */
function serve(port: MessagePort, store: Store): void {
  let isWarm = false;
  port.on('message', async (request: ReaderRequest) => {
    const isFirst = !isWarm;
    isWarm = true;
    port.postMessage(await answer(store, request));
    // What fails here fails again, and is told, when somebody asks for it.
    if (isFirst) await store.columns.warm(request.nowMs).catch(() => undefined);
  });
}

if (parentPort !== null) serve(parentPort, openStore({ ...(workerData as ReaderSetup).store, role: 'reader' }));
