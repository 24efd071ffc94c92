import type { OutboundAnswer } from './create-outbound.ts';

/** Reads a whole body as UTF-8 text. Throws `OutboundError`. */
export async function readText(answer: OutboundAnswer): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** Reads at most the first `most` bytes and gives up the rest; never throws. */
export async function readHead(answer: OutboundAnswer, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    for await (const chunk of answer.body) {
      text += decoder.decode(chunk.subarray(0, most - size), { stream: true });
      size += chunk.byteLength;
      if (size >= most) break;
    }
  } catch {
    // An error page that ends badly is still an error page.
  }
  answer.discard();
  return text;
}
