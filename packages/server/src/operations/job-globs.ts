import picomatch from 'picomatch';

/** What is wrong with a glob on job paths, as a sentence; null when it can be used. */
export function faultOfGlob(glob: string): string | null {
  try {
    // An unbalanced bracket would be taken literally, or match nothing at all: a typing error that looks like an empty result.
    const pattern = picomatch.makeRe(glob.replace(/^\/+/, ''), { dot: true, strictBrackets: true });
    if (pattern instanceof RegExp && pattern.source !== '$^') return null;
    return 'This glob can never match. Check it for brackets and backslashes.';
  } catch (error) {
    return `This glob cannot be read: ${(error as Error).message}.`;
  }
}
