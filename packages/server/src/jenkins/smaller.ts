import { isTooMuch, type Miss, miss } from './miss.ts';
import { type Attempt, failed, type Reply } from './reply.ts';

/** What one answer about a part of a list gave. */
export interface Part<T> {
  readonly items: readonly T[];
  readonly dropped: number;
  readonly reply: Reply;
}

/** Positions `[from, to)` of a list; `to` infinite = to its end. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Division<T> {
  /** Asks for a span with all fields, or with the reduced ones. */
  readonly ask: (span: Span, isReduced: boolean) => Promise<Attempt<Part<T>>>;
  /** How many items there are now: a span that starts beyond them is an error of the server, not an empty answer. */
  readonly size?: () => Promise<Attempt<{ readonly size: number; readonly reply: Reply }>>;
}

// A single broken entry among 200 is found with about 16 requests; a list that is broken everywhere must not cost 400.
const mostDivisions = 40;

interface Search<T> {
  readonly division: Division<T>;
  readonly items: T[];
  dropped: number;
  last: Reply | null;
  answers: number;
  /** Why an entry was left out. */
  broken: Miss | null;
  divisionsLeft: number;
}

const isDivisible = (miss: Miss) => miss.reason === 'broken' || isTooMuch(miss);

function add<T>(search: Search<T>, { items, dropped, reply }: Part<T>): void {
  // Not spread into push: a page can hold more entries than a call takes arguments.
  for (const item of items) search.items.push(item);
  search.dropped += dropped;
  search.last = reply;
  search.answers += 1;
}

/** One entry that breaks the answer: read with reduced fields if that helps, else left out; counted either way. Null = settled. */
async function coverSingle<T>(search: Search<T>, span: Span, why: Miss): Promise<Miss | null> {
  // Not left out: it may well be there, only not in time.
  if (why.reason === 'overtaxed') return why;
  const reduced = await search.division.ask(span, true);
  if (reduced.ok) add(search, reduced.value);
  else if (isDivisible(reduced.miss)) search.broken = why;
  else return reduced.miss;
  search.dropped += 1;
  return null;
}

/** Null = the span is settled. */
async function coverSmaller<T>(search: Search<T>, span: Span, why: Miss): Promise<Miss | null> {
  if (!isDivisible(why) || search.divisionsLeft <= 0) return why;
  search.divisionsLeft -= 1;
  const { from, to } = span;
  if (to - from <= 1) return coverSingle(search, span, why);
  const middle = from + Math.ceil((to - from) / 2);
  return (await cover(search, { from, to: middle })) ?? cover(search, { from: middle, to });
}

async function cover<T>(search: Search<T>, span: Span): Promise<Miss | null> {
  const attempt = await search.division.ask(span, false);
  if (!attempt.ok) return coverSmaller(search, span, attempt.miss);
  add(search, attempt.value);
  return null;
}

/** The part of the span that exists; an empty one when nothing of it does. */
async function present<T>(search: Search<T>, { from, to }: Span): Promise<Attempt<Span>> {
  const sized = await search.division.size?.();
  if (sized === undefined) return { ok: true, value: { from, to } };
  if (!sized.ok) return sized;
  search.last = sized.value.reply;
  return { ok: true, value: { from, to: Math.max(from, Math.min(to, sized.value.size)) } };
}

async function coverAll<T>(search: Search<T>, span: Span): Promise<Miss | null> {
  const whole = await search.division.ask(span, false);
  if (whole.ok) {
    add(search, whole.value);
    return null;
  }
  if (!isDivisible(whole.miss)) return whole.miss;
  if (whole.miss.reason !== 'broken' && Number.isFinite(span.to)) return coverSmaller(search, span, whole.miss);
  const left = await present(search, span);
  if (!left.ok) return left.miss;
  const { from, to } = left.value;
  if (from === to) return null;
  return to === span.to ? coverSmaller(search, span, whole.miss) : cover(search, left.value);
}

/**
 * Asks for a span of a list. What is too much or breaks is asked again in halves, down to single entries, never as it was.
 * A list of which nothing could be read is a miss.
 */
export async function askSpan<T>(division: Division<T>, span: Span): Promise<Attempt<Part<T>>> {
  const found: Search<T> = {
    division,
    items: [],
    dropped: 0,
    last: null,
    answers: 0,
    broken: null,
    divisionsLeft: mostDivisions,
  };
  const why = await coverAll(found, span);
  if (why !== null) return failed(why);
  const { items, dropped, last, broken, answers } = found;
  if (broken !== null && answers === 0) return failed(broken);
  return last === null ? failed(miss('broken', 'bad_data')) : { ok: true, value: { items, dropped, reply: last } };
}
