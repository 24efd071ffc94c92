import type { FailureEvidence } from '../../core/failure/failure-facts.ts';
import { toStorableText } from '../../core/storable-text.ts';

const sources = ['log', 'test', 'stage', 'cause'] as const;

/** Evidence as its column keeps it: `[[source, line, text], …]`. */
export function packEvidence(evidence: readonly FailureEvidence[]): string {
  return JSON.stringify(
    evidence.map(({ source, line, text }) => [sources.indexOf(source), line, toStorableText(text, 400)]),
  );
}

export function unpackEvidence(packed: string): FailureEvidence[] {
  const rows = JSON.parse(packed) as [number, number | null, string][];
  return rows.map(([source, line, text]) => ({ source: sources[source] ?? 'log', line, text }));
}
