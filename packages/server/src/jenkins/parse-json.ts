import { setImmediate } from 'node:timers/promises';

// Far above anything Jenkins sends in 8 MB, far below what would hold the process up for seconds or eat its memory:
// 8 MB of "{}," take 1.3 s and 600 MB to parse, 8 MB of "[" as much.
const mostDepth = 100;
const mostParts = 1_200_000;
/** Reading and parsing so much take some milliseconds each; more is not done in one go. */
const mostAtOnce = 1_000_000;

const comma = 44;
const quote = 34;
const backslash = 92;

function opens(code: number): boolean {
  return code === 123 || code === 91;
}
function closes(code: number): boolean {
  return code === 125 || code === 93;
}

/** Where the string that begins at a quote ends; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = end;
    while (text.charCodeAt(slashes - 1) === backslash) slashes -= 1;
    if ((end - slashes) % 2 === 0) return end;
  }
  return text.length;
}

/** Whether a text is too deeply nested, or has too many members and elements, to be parsed. */
function isTooIntricate(text: string): boolean {
  let depth = 0;
  let parts = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === comma) parts += 1;
    else if (opens(code)) {
      depth += 1;
      parts += 1;
      if (depth > mostDepth) return true;
    } else if (closes(code)) depth -= 1;
    if (parts > mostParts) return true;
  }
  return false;
}

/**
 * The value of a JSON text from a foreign server; undefined when it is no JSON, or built to exhaust us. Large texts are
 * looked through in one turn of the event loop and parsed in another: 8 MB take some 20 ms each.
 */
export async function parseJson(text: string): Promise<unknown> {
  if (isTooIntricate(text)) return undefined;
  if (text.length > mostAtOnce) await setImmediate();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
