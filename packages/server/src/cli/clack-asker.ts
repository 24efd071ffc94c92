import { type Asker, type Check, Interrupted } from './io.ts';

/** Clack checks an untouched field as undefined. */
const toValidate = (check: Check | undefined) =>
  check === undefined ? {} : { validate: (answer: string | undefined) => check((answer ?? '').trim()) };

/** Questions on the terminal, on stderr so that stdout stays data. The library is loaded when the first is asked. */
export function clackAsker(signal: AbortSignal): Asker {
  const common = { output: process.stderr, signal, withGuide: false };
  return {
    async text(question, { placeholder, check } = {}) {
      const { isCancel, text } = await import('@clack/prompts');
      const answer = await text({
        ...common,
        message: question,
        ...(placeholder === undefined ? {} : { placeholder }),
        ...toValidate(check),
      });
      if (isCancel(answer)) throw new Interrupted();
      return answer.trim();
    },
    async secret(question) {
      const { isCancel, password } = await import('@clack/prompts');
      const answer = await password({ ...common, message: question });
      if (isCancel(answer)) throw new Interrupted();
      return answer ?? '';
    },
    async confirm(question) {
      const { confirm, isCancel } = await import('@clack/prompts');
      const answer = await confirm({ ...common, message: question, initialValue: false });
      if (isCancel(answer)) throw new Interrupted();
      return answer;
    },
  };
}
