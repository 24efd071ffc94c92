import { type Asker, Interrupted } from './io.ts';

/** Questions on the terminal, on stderr so that stdout stays data. The library is loaded when the first is asked. */
export function clackAsker(signal: AbortSignal): Asker {
  const common = { output: process.stderr, signal, withGuide: false };
  return {
    async text(question, placeholder) {
      const { isCancel, text } = await import('@clack/prompts');
      const answer = await text({
        ...common,
        message: question,
        ...(placeholder === undefined ? {} : { placeholder }),
      });
      if (isCancel(answer)) throw new Interrupted();
      return answer.trim();
    },
    async secret(question) {
      const { isCancel, password } = await import('@clack/prompts');
      const answer = await password({ ...common, message: question });
      if (isCancel(answer)) throw new Interrupted();
      return answer.trim();
    },
    async confirm(question) {
      const { confirm, isCancel } = await import('@clack/prompts');
      const answer = await confirm({ ...common, message: question, initialValue: false });
      if (isCancel(answer)) throw new Interrupted();
      return answer;
    },
  };
}
