import { type FlakyRules, flakyRulesSchema } from '@buildbutler/contract';

/** The form of the rules as text; the pass rate in percent. */
export type FlakyForm = Record<keyof FlakyRules, string>;

export type FlakyFormErrors = Partial<Record<keyof FlakyRules, string>>;

const limits: Record<keyof FlakyRules, string> = {
  runs: 'a whole number from 5 to 200',
  flips: 'a whole number from 1 to 100',
  passRate: 'a number from 1 to 99',
  minRuns: 'a whole number from 2 to 200',
};

/** The rules as text to edit. */
export function toFlakyForm({ runs, flips, passRate, minRuns }: FlakyRules): FlakyForm {
  return {
    runs: String(runs),
    flips: String(flips),
    passRate: String(Math.round(passRate * 1000) / 10),
    minRuns: String(minRuns),
  };
}

const asNumber = (text: string) => (/^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.replace(',', '.')) : Number.NaN);

/** The rules of a form, or what is wrong with it, by field. */
export function readFlakyForm(form: FlakyForm): { rules?: FlakyRules; errors: FlakyFormErrors } {
  const parsed = flakyRulesSchema.safeParse({
    runs: asNumber(form.runs),
    flips: asNumber(form.flips),
    passRate: asNumber(form.passRate) / 100,
    minRuns: asNumber(form.minRuns),
  });
  if (parsed.success) {
    if (parsed.data.minRuns <= parsed.data.runs) return { rules: parsed.data, errors: {} };
    return { errors: { minRuns: `no more than the ${parsed.data.runs} runs that are looked at` } };
  }
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]));
  const fields = Object.keys(limits) as (keyof FlakyRules)[];
  return {
    errors: Object.fromEntries(fields.filter((field) => wrong.has(field)).map((field) => [field, limits[field]])),
  };
}
