/** Letters of other scripts that look like Latin ones (from the confusables of Unicode TR39), after folding to small letters. */
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ё: 'e',
  һ: 'h',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  у: 'y',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  ү: 'y',
  α: 'a',
  β: 'b',
  γ: 'y',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  σ: 'o',
  ς: 'o',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ω: 'w',
  ı: 'i',
  ɑ: 'a',
  ɡ: 'g',
  օ: 'o',
  ո: 'n',
  ս: 'u',
  հ: 'h',
  զ: 'q',
  ց: 'g',
};

/**
 * What two user names share that a person could take for one another: compatibility forms, case, and the letters of
 * other scripts that look like Latin ones are folded. It finds an account and keeps a second one like it from being made.
 */
export function usernameKey(username: string): string {
  const folded = username.trim().normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  return Array.from(folded, (letter) => lookAlikes[letter] ?? letter).join('');
}
