/** How a piece of terminal text looks. Colours are CSS values; an absent key means the terminal's default. */
export interface AnsiStyle {
  readonly color?: string;
  readonly background?: string;
  readonly isBold?: boolean;
  readonly isDim?: boolean;
  readonly isItalic?: boolean;
  readonly isUnderlined?: boolean;
  readonly isStruck?: boolean;
  readonly isInverse?: boolean;
  readonly isConcealed?: boolean;
}

export interface AnsiSpan {
  readonly text: string;
  readonly style: AnsiStyle;
}

export const plainStyle: AnsiStyle = {};

// CSI sequences, OSC strings (ended by BEL or ST, or cut off), other two-character escapes, and lone control characters.
const control = {
  escape: '\\u001b',
  bell: '\\u0007',
  others: '\\u0000-\\u0008\\u000b-\\u001f\\u007f',
};
const escapes = new RegExp(
  [
    String.raw`${control.escape}\[([0-9:;<=>?]*)[ -/]*([@-~])`,
    String.raw`${control.escape}\][^${control.bell}${control.escape}]*(?:${control.bell}|${control.escape}\\|$)`,
    `${control.escape}[ -/]*[0-~]?`,
    `[${control.others}]`,
  ].join('|'),
  'g',
);

const cubeLevels = [0, 95, 135, 175, 215, 255];

function paletteColor(index: number): string | undefined {
  if (!Number.isInteger(index) || index < 0 || index > 255) return undefined;
  if (index < 16) return `var(--ansi-${index})`;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const cube = index - 16;
  const level = (step: number) => cubeLevels[Math.floor(cube / step) % 6];
  return `rgb(${level(36)} ${level(6)} ${level(1)})`;
}

/** Reads `38;5;n` and `38;2;r;g;b` from `codes` at `at` (the 38 or 48); says how many codes it took. */
function extendedColor(codes: number[], at: number): { color: string | undefined; taken: number } {
  if (codes[at + 1] === 5) return { color: paletteColor(codes[at + 2] ?? -1), taken: 3 };
  if (codes[at + 1] !== 2) return { color: undefined, taken: 1 };
  const channels = codes.slice(at + 2, at + 5);
  const isValid = channels.length === 3 && channels.every((value) => value >= 0 && value <= 255);
  return { color: isValid ? `rgb(${channels.join(' ')})` : undefined, taken: 5 };
}

type Attribute = Exclude<keyof AnsiStyle, 'color' | 'background'>;

const switches: Record<number, Partial<Record<Attribute, boolean>>> = {
  1: { isBold: true },
  2: { isDim: true },
  3: { isItalic: true },
  4: { isUnderlined: true },
  7: { isInverse: true },
  8: { isConcealed: true },
  9: { isStruck: true },
  22: { isBold: false, isDim: false },
  23: { isItalic: false },
  24: { isUnderlined: false },
  27: { isInverse: false },
  28: { isConcealed: false },
  29: { isStruck: false },
};

function without(style: AnsiStyle, key: 'color' | 'background'): AnsiStyle {
  const { [key]: _gone, ...rest } = style;
  return rest;
}

function applyColor(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 39) return without(style, 'color');
  if (code === 49) return without(style, 'background');
  if (code >= 30 && code <= 37) return { ...style, color: `var(--ansi-${code - 30})` };
  if (code >= 90 && code <= 97) return { ...style, color: `var(--ansi-${code - 82})` };
  if (code >= 40 && code <= 47) return { ...style, background: `var(--ansi-${code - 40})` };
  if (code >= 100 && code <= 107) return { ...style, background: `var(--ansi-${code - 92})` };
  return style;
}

function applyCodes(style: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map((part) => (part === '' ? 0 : Number(part)));
  let next = style;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 0) next = plainStyle;
    else if (code === 38 || code === 48) {
      const { color, taken } = extendedColor(codes, at);
      if (color !== undefined) next = { ...next, [code === 38 ? 'color' : 'background']: color };
      at += taken - 1;
    } else next = code in switches ? { ...next, ...switches[code] } : applyColor(next, code);
  }
  return next;
}

/**
 * Splits one line of terminal text into styled pieces, starting in the style the line before ended in.
 * Only text and colours come out: cursor movement, links, titles and concealed text are dropped.
 */
export function parseAnsi(line: string, start: AnsiStyle = plainStyle): { spans: AnsiSpan[]; end: AnsiStyle } {
  const spans: AnsiSpan[] = [];
  let style = start;
  let from = 0;
  const push = (until: number) => {
    if (until > from && style.isConcealed !== true) spans.push({ text: line.slice(from, until), style });
  };
  for (const match of line.matchAll(escapes)) {
    push(match.index);
    from = match.index + match[0].length;
    const parameters = match[1];
    if (match[2] === 'm' && parameters !== undefined && /^[\d;:]*$/.test(parameters)) {
      style = applyCodes(style, parameters);
    }
  }
  push(line.length);
  return { spans, end: style };
}

// Code 8 alone or among others: text after it is not shown.
const conceals = new RegExp(String.raw`${control.escape}\[(?:[\d;:]*[;:])?0*8(?:[;:][\d;:]*)?m`);

/** The text of a line without its terminal codes. */
export function stripAnsi(line: string, start: AnsiStyle = plainStyle): string {
  if (start.isConcealed !== true) {
    if (!hasControls(line)) return line;
    // Most lines only change colour: no need to know which.
    if (!conceals.test(line)) return line.replace(escapes, '');
  }
  return parseAnsi(line, start)
    .spans.map((span) => span.text)
    .join('');
}

/** Does a line hold anything but printable text and tabs? */
export function hasControls(line: string): boolean {
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if ((code < 32 && code !== 9) || code === 127) return true;
  }
  return false;
}
