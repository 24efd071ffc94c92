import { readdirSync, readFileSync } from 'node:fs';
import type { FailureCategory } from '../../src/core/failure/failure-category.ts';
import { noiseLines } from './noise.ts';

export interface LabelledFailure {
  readonly name: string;
  readonly category: FailureCategory;
  readonly result: 'FAILURE' | 'UNSTABLE';
  readonly stage: string | null;
  readonly tests: { readonly total: number; readonly failed: number } | null;
  readonly log: string;
  /** The lines that decide, as a person sees them. */
  readonly decisive: readonly string[];
}

/** The end of a pipeline whose step ended with a status. */
function pipelineEnd(status: string): string[] {
  const steps = [
    '[Pipeline] }',
    '[Pipeline] // stage',
    '[Pipeline] }',
    '[Pipeline] // node',
    '[Pipeline] End of Pipeline',
  ];
  return [...steps, `ERROR: script returned exit code ${status}`, 'Finished: FAILURE'];
}

function stamp(line: string, at: number): string {
  return `[2026-02-11T09:${String(Math.floor(at / 60) % 60).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}.${100 + (at % 900)}Z] ${line}`;
}

function parseOptions(text: string | undefined): ReadonlyMap<string, string> {
  const pairs = (text ?? '').split(';').map((part) => part.trim().split('='));
  return new Map(pairs.flatMap(([key, value]) => (key && value !== undefined ? [[key, value] as const] : [])));
}

function toFailure(section: string): LabelledFailure {
  const [head = '', ...body] = section.replace(/\n$/, '').split('\n');
  const [name = '', category = '', optionText] = head.split('|').map((part) => part.trim());
  const options = parseOptions(optionText);
  const decisive: string[] = [];
  const lines: string[] = [];
  for (const line of body) {
    const [word = '', first = '', second = ''] = line.split(' ');
    if (word === '@noise') lines.push(...noiseLines(first, Number(second)));
    else if (word === '@end') lines.push(...pipelineEnd(first));
    else if (word === '@unstable') lines.push('[Pipeline] End of Pipeline', 'Finished: UNSTABLE');
    else if (line.startsWith('> ')) {
      // Gradle itself begins lines so.
      const text = line.startsWith('> Task ') ? line : line.slice(2);
      decisive.push(text);
      lines.push(options.get('ansi') === 'yes' ? `\u001b[1;31m${text}\u001b[m` : text);
    } else lines.push(line);
  }
  const counts = options.get('tests')?.split('/').map(Number);
  return {
    name,
    category: category as FailureCategory,
    result: options.get('result') === 'UNSTABLE' ? 'UNSTABLE' : 'FAILURE',
    stage: options.get('stage') ?? null,
    tests: counts === undefined ? null : { total: counts[0] ?? 0, failed: counts[1] ?? 0 },
    log: `${(options.get('stamps') === 'yes' ? lines.map(stamp) : lines).join('\n')}\n`,
    decisive,
  };
}

/** All labelled logs of one part. */
export function loadFailureCorpus(part: 'writing' | 'held-out'): LabelledFailure[] {
  const folder = new URL(`${part}/`, import.meta.url);
  return readdirSync(folder)
    .sort()
    .flatMap((file) =>
      readFileSync(new URL(file, folder), 'utf8')
        .split(/^=== (?=[^|\n]+ \| [a-z_]+)/m)
        .slice(1)
        .map(toFailure),
    );
}
