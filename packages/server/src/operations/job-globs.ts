import picomatch from 'picomatch';

// Globs become regular expressions, whose time grows with the length of a name to the power of what is open in them:
// with `*-*-*-*-*-*-x` a name of a hundred hyphens would hold up the collection of every controller for minutes.
const mostStars = 3;
const mostDeepStars = 3;
const mostBraces = 4;

const countOf = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** Why a glob could take too long to match; null when it cannot. */
function faultOfCost(glob: string): string | null {
  const text = glob.replaceAll(/\\./g, '');
  const isDeep = (segment: string) => /^\*{2,}$/.test(segment);
  const segments = text.split('/');
  if (/[+*!?@]\(/.test(text)) return 'Groups such as +(a|b) cannot be used here. Write {a,b}, or several globs.';
  if (countOf(text, /\{/g) > mostBraces) return `Use {…} at most ${mostBraces} times; write several globs instead.`;
  if (segments.filter(isDeep).length > mostDeepStars) return `Use ** at most ${mostDeepStars} times in a glob.`;
  if (segments.some((segment) => !isDeep(segment) && countOf(segment, /\*/g) > mostStars)) {
    return `Use * at most ${mostStars} times between two slashes.`;
  }
  return null;
}

/** What is wrong with a glob on job paths, as a sentence; null when it can be used. */
export function faultOfGlob(glob: string): string | null {
  const costly = faultOfCost(glob);
  if (costly !== null) return costly;
  try {
    // An unbalanced bracket would be taken literally, or match nothing at all: a typing error that looks like an empty result.
    const pattern = picomatch.makeRe(glob.replace(/^\/+/, ''), { dot: true, strictBrackets: true });
    if (pattern instanceof RegExp && pattern.source !== '$^') return null;
    return 'This glob can never match. Check it for brackets and backslashes.';
  } catch (error) {
    return `This glob cannot be read: ${(error as Error).message}.`;
  }
}
