import type { Collector, CollectorHint } from './collector.ts';

/** What one process asks of the collector in another one. */
export type CollectorNote = { readonly kind: 'nudge' } | { readonly kind: 'hint'; readonly hint: CollectorHint };

/** A note as it lies in the store. */
export function writeNote(note: CollectorNote): string {
  return JSON.stringify(note);
}

/** Does what a note asks for; one of a version that asks for other things is left out. */
export async function followNote(collector: Collector, connectionId: number, text: string): Promise<void> {
  const note = JSON.parse(text) as CollectorNote;
  if (note.kind === 'nudge') await collector.nudge(connectionId);
  else if (note.kind === 'hint') await collector.hint(connectionId, note.hint);
}
