import type { Clock } from '../core/clock.ts';
import { type AdaptiveWindow, createAdaptiveWindow, type Ending } from './adaptive-window.ts';
import { createBusyMeter } from './busy-meter.ts';
import type { Urgency } from './controller.ts';
import type { LimiterLimits } from './controller-options.ts';
import { createLoadBudget } from './load-budget.ts';
import { createRequestLog } from './request-log.ts';

export interface Ticket {
  readonly urgency: Urgency;
  /** Build records the controller has to load for it. */
  readonly loads: number;
  readonly kind: string;
  readonly signal?: AbortSignal | undefined;
}

/** The right to have one request in flight; has to be left in the end. */
export interface Turn {
  leave(ending: Ending): void;
}

/** Keeps all requests to one controller within its limits. */
export interface Limiter {
  /** Waits for a turn; null once the signal aborted or the limiter was closed. */
  enter(ticket: Ticket): Promise<Turn | null>;
  /** Nothing starts for `ms`: the controller asked for it. */
  pause(ms: number): void;
  pausedForMs(): number;
  /** A quarter of the budget for ten minutes. */
  slowDown(): void;
  requestsPerMinute(): number;
  /** How many requests may be in flight just now. */
  window(): number;
  close(): void;
}

const startWindow = 2;
const coldCachesMs = 600_000;
const coldCachesShare = 0.25;
const backgroundShare = 0.5;
// Background work goes last, but a controller that is always busy with live work must not stop it for ever.
const overdueMs = 10_000;
const dutyMsPerSlot = 15_000;

interface Waiter {
  readonly ticket: Ticket;
  readonly sinceMs: number;
  readonly start: (turn: Turn | null) => void;
}

interface State {
  readonly clock: Clock;
  readonly limits: LimiterLimits;
  readonly window: AdaptiveWindow;
  readonly starts: ReturnType<typeof createRequestLog>;
  readonly backgroundStarts: ReturnType<typeof createRequestLog>;
  readonly loads: ReturnType<typeof createLoadBudget>;
  readonly backgroundLoads: ReturnType<typeof createLoadBudget>;
  readonly backgroundBusy: ReturnType<typeof createBusyMeter>;
  readonly inFlight: Record<Urgency, number>;
  waiting: Waiter[];
  pausedUntilMs: number;
  coldUntilMs: number;
  wake: AbortController | null;
  isClosed: boolean;
}

function hasSlot(state: State, urgency: Urgency): boolean {
  const size = state.window.size();
  if (state.inFlight.live + state.inFlight.background >= size) return false;
  return urgency === 'live' || state.inFlight.background < Math.max(1, Math.ceil(size * backgroundShare));
}

/** When the limits let this ticket start, should nothing else start before it; infinite = not before some request ends. */
function readyAtMs(state: State, { urgency, loads }: Ticket): number {
  if (!hasSlot(state, urgency)) return Number.POSITIVE_INFINITY;
  const { limits } = state;
  const nowMs = state.clock.nowMs();
  const share = nowMs < state.coldUntilMs ? coldCachesShare : 1;
  const spanMs = 1_000 / share;
  const most = Math.max(1, Math.floor(limits.requestsPerSecond));
  const times = [state.pausedUntilMs, state.starts.freeAtMs(most, spanMs)];
  if (loads > 0) times.push(state.loads.freeAtMs(nowMs, limits.loadsPerSecond * share));
  if (urgency === 'background') {
    times.push(state.backgroundStarts.freeAtMs(most, spanMs / backgroundShare));
    times.push(state.backgroundBusy.freeAtMs(nowMs, dutyMsPerSlot * limits.mostInFlight));
    const perSecond = limits.loadsPerSecond * share * backgroundShare;
    if (loads > 0) times.push(state.backgroundLoads.freeAtMs(nowMs, perSecond));
  }
  return Math.max(...times);
}

/** In the order in which they may start: overdue background work, live, background; within each first come, first served. */
function inOrder(state: State): Waiter[] {
  const nowMs = state.clock.nowMs();
  const rank = ({ ticket, sinceMs }: Waiter) => {
    if (ticket.urgency === 'live') return 1;
    return nowMs - sinceMs >= overdueMs ? 0 : 2;
  };
  return state.waiting.toSorted((a, b) => rank(a) - rank(b));
}

/** The first waiter that may start now, or the moment at which to look again. */
function next(state: State): { readonly waiter: Waiter } | { readonly atMs: number } {
  const nowMs = state.clock.nowMs();
  let atMs = Number.POSITIVE_INFINITY;
  let isLoadBlocked = false;
  for (const waiter of inOrder(state)) {
    const hasLoads = waiter.ticket.loads > 0;
    // Whoever waits for loads must not be overtaken by others that spend them; requests without loads may pass.
    if (hasLoads && isLoadBlocked) continue;
    const readyMs = readyAtMs(state, waiter.ticket);
    // The clock counts whole milliseconds.
    if (readyMs - nowMs < 1) return { waiter };
    atMs = Math.min(atMs, readyMs);
    if (hasLoads && waiter.ticket.urgency === 'live') isLoadBlocked = true;
  }
  return { atMs };
}

function start(state: State, { ticket, start: hand }: Waiter, pump: () => void): void {
  const { urgency, loads, kind } = ticket;
  const startedAtMs = state.clock.nowMs();
  state.inFlight[urgency] += 1;
  state.starts.add(startedAtMs);
  state.loads.spend(loads, startedAtMs);
  const isBackground = urgency === 'background';
  if (isBackground) state.backgroundStarts.add(startedAtMs);
  if (isBackground) state.backgroundLoads.spend(loads, startedAtMs);
  const endBusy = isBackground ? state.backgroundBusy.begin(startedAtMs) : null;
  let hasLeft = false;
  hand({
    leave(ending) {
      if (hasLeft) return;
      hasLeft = true;
      state.inFlight[urgency] -= 1;
      endBusy?.();
      state.window.note({ kind, startedAtMs, endedAtMs: state.clock.nowMs(), ending });
      pump();
    },
  });
}

function pumpOf(state: State): () => void {
  return function pump() {
    state.wake?.abort();
    state.wake = null;
    while (!state.isClosed && state.waiting.length > 0) {
      const found = next(state);
      if ('waiter' in found) {
        state.waiting = state.waiting.filter((waiter) => waiter !== found.waiter);
        start(state, found.waiter, pump);
        continue;
      }
      if (found.atMs !== Number.POSITIVE_INFINITY) wakeAt(state, found.atMs, pump);
      return;
    }
  };
}

function wakeAt(state: State, atMs: number, pump: () => void): void {
  const wake = new AbortController();
  state.wake = wake;
  const ms = Math.max(1, Math.ceil(atMs - state.clock.nowMs()));
  void state.clock.sleep(ms, wake.signal).then(() => {
    if (!wake.signal.aborted) pump();
  });
}

function enter(state: State, ticket: Ticket, pump: () => void): Promise<Turn | null> {
  const { signal } = ticket;
  if (state.isClosed || signal?.aborted === true) return Promise.resolve(null);
  return new Promise((resolve) => {
    const giveUp = () => {
      state.waiting = state.waiting.filter((other) => other !== waiter);
      resolve(null);
    };
    const waiter: Waiter = {
      ticket,
      sinceMs: state.clock.nowMs(),
      start(turn) {
        signal?.removeEventListener('abort', giveUp);
        resolve(turn);
      },
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    state.waiting.push(waiter);
    pump();
  });
}

/** The limiter of one controller: adaptive window, requests and record loads per second, live work before background work. */
export function createLimiter(limits: LimiterLimits, clock: Clock): Limiter {
  const state: State = {
    clock,
    limits,
    window: createAdaptiveWindow({ start: startWindow, most: limits.mostInFlight }),
    starts: createRequestLog(),
    backgroundStarts: createRequestLog(),
    loads: createLoadBudget(),
    backgroundLoads: createLoadBudget(),
    backgroundBusy: createBusyMeter(() => clock.nowMs()),
    inFlight: { live: 0, background: 0 },
    waiting: [],
    pausedUntilMs: Number.NEGATIVE_INFINITY,
    coldUntilMs: Number.NEGATIVE_INFINITY,
    wake: null,
    isClosed: false,
  };
  const pump = pumpOf(state);
  return {
    enter: (ticket) => enter(state, ticket, pump),
    pause(ms) {
      state.pausedUntilMs = Math.max(state.pausedUntilMs, clock.nowMs() + ms);
      pump();
    },
    pausedForMs: () => Math.max(0, state.pausedUntilMs - clock.nowMs()),
    slowDown() {
      state.coldUntilMs = clock.nowMs() + coldCachesMs;
      pump();
    },
    requestsPerMinute: () => state.starts.lastMinute(clock.nowMs()),
    window: () => state.window.size(),
    close() {
      state.isClosed = true;
      state.wake?.abort();
      for (const waiter of state.waiting.splice(0)) waiter.start(null);
    },
  };
}
