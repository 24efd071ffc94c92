/** What of an element's looks must go along: classes and variables stay behind in the page. */
const looks = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-size',
  'font-weight',
  'text-anchor',
  'shape-rendering',
] as const;

const marginPx = 16;
const headPx = 32;
const sharpness = 2;

/** A chart of the page as it stands: its name and its drawing. */
export interface ShownChart {
  readonly name: string;
  readonly svg: SVGSVGElement;
}

/** The charts in sight, in the order of the page. */
export function shownCharts(root: ParentNode): ShownChart[] {
  return [...root.querySelectorAll<HTMLElement>('figure[aria-label]')].flatMap((figure) => {
    const svg = figure.querySelector('svg');
    const name = figure.getAttribute('aria-label') ?? '';
    return svg === null || name === '' ? [] : [{ name, svg }];
  });
}

// Attributes, not styles: the policy of the page forbids inline styles.
function bakeLooks(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  to.removeAttribute('class');
  for (const name of looks) to.setAttribute(name, style.getPropertyValue(name));
  [...from.children].forEach((child, index) => {
    const twin = to.children[index];
    if (twin !== undefined) bakeLooks(child, twin);
  });
}

function toSource(svg: SVGSVGElement, font: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  bakeLooks(svg, copy);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('font-family', font);
  return new XMLSerializer().serializeToString(copy);
}

async function load(source: string): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([source], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Draws a chart as a PNG in the colours of the page, with its name above it. Throws when the browser cannot. */
export async function chartPicture({ name, svg }: ShownChart): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const page = getComputedStyle(document.body);
  const image = await load(toSource(svg, page.fontFamily));
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * marginPx) * sharpness;
  canvas.height = (height + 2 * marginPx + headPx) * sharpness;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser cannot draw pictures.');
  context.scale(sharpness, sharpness);
  context.fillStyle = page.getPropertyValue('--bb-surface');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = page.color;
  context.font = `600 14px ${page.fontFamily}`;
  context.fillText(name, marginPx, marginPx + 12);
  context.drawImage(image, marginPx, marginPx + headPx, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture came out empty.')) : resolve(blob)));
  });
}

/** Hands a file to the browser to keep. */
export function saveFile(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the address after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
