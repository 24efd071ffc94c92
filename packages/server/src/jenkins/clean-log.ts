// Jenkins hides links and marks in logs between these two (hudson.console.ConsoleNote); what is between is base64 without line ends.
const noteStart = '\u001b[8mha:';
const noteEnd = '\u001b[0m';

/** Takes the hidden notes and NUL characters out of a log that comes in pieces; a note may be cut anywhere. */
export interface LogCleaner {
  next(piece: string): string;
  /** What was held back because it might have begun a note. */
  end(): string;
}

/** How many characters at the end of a text may be the beginning of `mark`. */
function begunLength(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length -= 1) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}

/** Where a note ends in a text: behind its end mark, or before a line end, which no note contains. */
function endOfNote(text: string): { readonly at: number; readonly isWhole: boolean } | null {
  const mark = text.indexOf(noteEnd);
  const line = text.search(/[\r\n]/);
  if (line >= 0 && (mark < 0 || line < mark)) return { at: line, isWhole: false };
  return mark < 0 ? null : { at: mark + noteEnd.length, isWhole: true };
}

/** Memory stays bounded: of an unfinished note only what might begin its end mark is kept. */
export function createLogCleaner(options: { readonly beginsInNote?: boolean } = {}): LogCleaner {
  let held = '';
  let isInNote = options.beginsInNote === true;
  return {
    next(piece) {
      let rest = held + piece;
      let clean = '';
      held = '';
      while (rest !== '') {
        if (isInNote) {
          const end = endOfNote(rest);
          if (end === null) {
            held = rest.slice(rest.length - begunLength(rest, noteEnd));
            break;
          }
          rest = rest.slice(end.at);
          isInNote = false;
          continue;
        }
        const start = rest.indexOf(noteStart);
        if (start < 0) {
          const kept = rest.length - begunLength(rest, noteStart);
          clean += rest.slice(0, kept);
          held = rest.slice(kept);
          break;
        }
        clean += rest.slice(0, start);
        rest = rest.slice(start + noteStart.length);
        isInNote = true;
      }
      return clean.replaceAll('\0', '');
    },
    end() {
      const left = isInNote ? '' : held;
      held = '';
      return left.replaceAll('\0', '');
    },
  };
}
