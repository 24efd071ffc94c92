/** In this order, since most browsers also name those they descend from. */
const browsers: readonly (readonly [name: string, version: RegExp])[] = [
  ['Edge', /\bEdgA?\/(\d{1,4})(?!\d)/],
  ['Opera', /\bOPR\/(\d{1,4})(?!\d)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d{1,4})(?!\d)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d{1,4})(?!\d)/],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\/(\d{1,4})(?!\d)/],
  ['Safari', /\bVersion\/(\d{1,4})(?!\d)[\d.]* (?:Mobile\/\w+ )?Safari\//],
  ['curl', /^curl\/(\d{1,4})(?!\d)/],
];

const systems: readonly (readonly [name: string, sign: RegExp])[] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac(?:intosh| OS X)\b/],
  ['Linux', /\bLinux\b/],
];

/** `Firefox 133 on Linux`. Made of words of our own: nothing of what a client claims is stored. Null = unknown. */
export function describeUserAgent(userAgent: string): string | null {
  const text = userAgent.slice(0, 500);
  const browser = browsers
    .map(([name, version]) => [name, version.exec(text)?.[1]] as const)
    .find(([, found]) => found);
  const system = systems.find(([, sign]) => sign.test(text))?.[0];
  const parts = [browser?.join(' '), system].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join(' on ');
}
