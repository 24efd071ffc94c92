/** Takes a log apart as it arrives and hands out what is harmless on a terminal. */
export interface TerminalCleaner {
  push(text: string): string;
  /** What is left to print after the last chunk. */
  end(): string;
}

type State = 'text' | 'return' | 'escape' | 'sequence' | 'string' | 'string-escape';

const escapeStart = '\u001b';
const bell = '\u0007';
const longestSequence = 64;
/** Those that open a text for the terminal itself: window title, clipboard, device commands. */
const stringOpeners = new Set([']', 'P', 'X', '^', '_']);
const colorParameters = /^[\d;:]*$/;
/** Controls, and characters that change the order of what stands around them. */
const harmful = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const isBetween = (character: string, first: string, last: string) => character >= first && character <= last;

/**
 * Removes everything from a console log that a terminal would act on: cursor movements, titles, clipboard writes.
 * Colours stay when `keepsColors`; a bare carriage return becomes a line break, so that nothing is painted over.
 */
export function createTerminalCleaner(keepsColors: boolean): TerminalCleaner {
  let state: State = 'text';
  let parameters = '';
  let isColored = false;

  const to = (next: State, output = ''): string => {
    state = next;
    return output;
  };

  const onText = (character: string): string => {
    if (character === escapeStart) return to('escape');
    if (character === '\r') return to('return');
    if (character === '\n' || character === '\t') return to('text', character);
    return to('text', harmful.test(character) ? '' : character);
  };

  const onReturn = (character: string): string => {
    if (character === '\r') return '';
    return character === '\n' ? to('text', '\n') : `\n${onText(character)}`;
  };

  const onEscape = (character: string): string => {
    parameters = '';
    if (character === '[') return to('sequence');
    if (stringOpeners.has(character)) return to('string');
    if (isBetween(character, ' ', '/')) return '';
    return isBetween(character, '0', '~') ? to('text') : onText(character);
  };

  const onSequence = (character: string): string => {
    if (isBetween(character, ' ', '?') && parameters.length < longestSequence) {
      parameters += character;
      return '';
    }
    if (!isBetween(character, '@', '~')) return onText(character);
    if (character !== 'm' || !keepsColors || !colorParameters.test(parameters)) return to('text');
    isColored = true;
    return to('text', `${escapeStart}[${parameters}m`);
  };

  const onString = (character: string): string => {
    if (character === escapeStart) return to('string-escape');
    if (character === bell) return to('text');
    // Without an end it must not swallow the rest of the log.
    return character === '\n' ? to('text', '\n') : '';
  };

  const steps: Readonly<Record<State, (character: string) => string>> = {
    text: onText,
    return: onReturn,
    escape: onEscape,
    sequence: onSequence,
    string: onString,
    'string-escape': (character) => (character === '\\' ? to('text') : onEscape(character)),
  };

  return {
    push(text) {
      let output = '';
      for (const character of text) output += steps[state](character);
      return output;
    },
    end: () => `${state === 'return' ? '\n' : ''}${isColored ? `${escapeStart}[0m` : ''}`,
  };
}
