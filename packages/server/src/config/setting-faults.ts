import { AppError } from '../core/app-error.ts';

/** Gathers what is wrong with the environment, so that a person learns of everything at once. */
export class SettingFaults {
  readonly #faults: { readonly path: string; readonly message: string }[] = [];

  /** `message` is a whole sentence that names the variable. */
  add(variable: string, message: string): void {
    this.#faults.push({ path: variable, message });
  }

  /** Throws `bad_request` with every sentence, if there is one. */
  refuse(): void {
    if (this.#faults.length === 0) return;
    throw new AppError('bad_request', this.#faults.map(({ message }) => message).join('\n'), { details: this.#faults });
  }
}
