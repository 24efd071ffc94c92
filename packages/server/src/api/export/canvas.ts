import { crc32, deflateSync } from 'node:zlib';
import { glyphHeight, glyphOf, glyphWidth } from './glyphs.ts';

export type Color = readonly [red: number, green: number, blue: number];

/** `#rrggbb`. */
export function color(text: string): Color {
  const value = Number.parseInt(text.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextStyle {
  readonly color: Color;
  /** Pixels a dot of a letter: letters are 5 by 7 dots. */
  readonly scale?: number;
  /** What of the text stands at `x`. */
  readonly align?: 'left' | 'center' | 'right';
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** A picture of rectangles and letters, drawn without help of the machine. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint8Array;

  constructor(width: number, height: number, background: Color) {
    this.width = width;
    this.height = height;
    this.#pixels = new Uint8Array(width * height * 3);
    this.fill({ x: 0, y: 0, width, height }, background);
  }

  /** Edges between pixels are mixed with what is below. What lies outside the picture is left out. */
  fill({ height, width, x, y }: Rectangle, [red, green, blue]: Color): void {
    const right = Math.min(this.width, x + width);
    const bottom = Math.min(this.height, y + height);
    for (let row = Math.max(0, Math.floor(y)); row < bottom; row += 1) {
      const rowShare = Math.min(row + 1, bottom) - Math.max(row, y);
      for (let column = Math.max(0, Math.floor(x)); column < right; column += 1) {
        const share = rowShare * (Math.min(column + 1, right) - Math.max(column, x));
        const at = (row * this.width + column) * 3;
        for (const [offset, value] of [red, green, blue].entries()) {
          const below = this.#pixels[at + offset] ?? 0;
          this.#pixels[at + offset] = Math.round(below + (value - below) * share);
        }
      }
    }
  }

  textWidth(text: string, scale = 2): number {
    return Math.max(0, [...text].length * glyphWidth - 1) * scale;
  }

  /** Writes a line whose letters begin at `y` from above. */
  text(text: string, { x, y }: Pick<Rectangle, 'x' | 'y'>, { align = 'left', color: ink, scale = 2 }: TextStyle): void {
    const width = this.textWidth(text, scale);
    let left = Math.round(align === 'left' ? x : align === 'right' ? x - width : x - width / 2);
    for (const character of text) {
      for (const [column, dots] of glyphOf(character).entries()) {
        for (let row = 0; row < glyphHeight; row += 1) {
          if ((dots >> row) & 1)
            this.fill({ x: left + column * scale, y: y + row * scale, width: scale, height: scale }, ink);
        }
      }
      left += glyphWidth * scale;
    }
  }

  /** The picture as PNG (8 bits a colour, no transparency). */
  toPng(): Uint8Array {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    header.set([8, 2, 0, 0, 0], 8);
    const lines = Buffer.alloc((this.width * 3 + 1) * this.height);
    for (let row = 0; row < this.height; row += 1) {
      const from = row * this.width * 3;
      lines.set(this.#pixels.subarray(from, from + this.width * 3), row * (this.width * 3 + 1) + 1);
    }
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', new Uint8Array())];
    return Buffer.concat([signature, ...parts]);
  }
}
