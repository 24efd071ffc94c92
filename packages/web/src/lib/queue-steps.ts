import { formatMoment } from './format-time.ts';

const dayMs = 86_400_000;

/** How a step of the depth chart is labelled: by its day, or by its time where a few days are shown. */
export function stepLabel(at: string, steps: readonly { readonly at: string }[]): string {
  const first = Date.parse(steps[0]?.at ?? at);
  const last = Date.parse(steps.at(-1)?.at ?? at);
  const [day = '', time = ''] = formatMoment(at).split(', ');
  return last - first > 3 * dayMs ? day : time;
}

/** The range of one step, for a link that looks closer; undefined where there is but one. */
export function stepRange(steps: readonly { readonly at: string }[], index: number): string | undefined {
  const [first, second] = steps;
  const at = steps[index]?.at;
  if (first === undefined || second === undefined || at === undefined) return undefined;
  const size = Date.parse(second.at) - Date.parse(first.at);
  const since = Date.parse(at);
  return `${new Date(since).toISOString()}..${new Date(since + size).toISOString()}`;
}
