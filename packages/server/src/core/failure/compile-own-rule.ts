import { RE2JS, RE2JSException } from 're2js';
import type { FailureCategory } from './failure-category.ts';
import type { OwnRule } from './failure-rule.ts';

/** A search costs at most this many steps a character, whatever the text. */
const largestProgram = 400;

export type CompiledPattern =
  | { readonly ok: true; matches(line: string): boolean }
  /** `message` says what to change. */
  | { readonly ok: false; readonly message: string };

function complaint(error: RE2JSException): string {
  const reason = error.message.replace(/^error parsing regexp: /, '');
  const hint = /\(\?[=!<]|\\\d/.test(reason) ? ' Look-around and back-references are not part of RE2.' : '';
  return `The pattern cannot be used: ${reason}.${hint}`;
}

/** Makes a pattern of RE2 ready: it takes time in proportion to the text, so that none can stall the server. */
export function compilePattern(pattern: string, isCaseIgnored: boolean): CompiledPattern {
  try {
    const compiled = RE2JS.compile(pattern, isCaseIgnored ? RE2JS.CASE_INSENSITIVE : 0);
    if (compiled.programSize() > largestProgram) {
      return { ok: false, message: 'The pattern is too large: use smaller numbers of repetitions, such as {0,50}.' };
    }
    if (compiled.test(''))
      return { ok: false, message: 'The pattern finds every line: it must not match an empty one.' };
    return { ok: true, matches: (line) => compiled.test(line) };
  } catch (error) {
    if (error instanceof RE2JSException) return { ok: false, message: complaint(error) };
    // Deep nesting ends in a stack overflow of the parser.
    if (error instanceof RangeError) return { ok: false, message: 'The pattern is nested too deeply.' };
    throw error;
  }
}

/** A stored rule for the matcher; null when its pattern cannot be used (any more). */
export function compileOwnRule(rule: {
  readonly id: number;
  readonly category: FailureCategory;
  readonly pattern: string;
  readonly isCaseIgnored: boolean;
}): OwnRule | null {
  const compiled = compilePattern(rule.pattern, rule.isCaseIgnored);
  return compiled.ok ? { id: String(rule.id), category: rule.category, matches: compiled.matches } : null;
}
