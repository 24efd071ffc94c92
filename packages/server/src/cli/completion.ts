import type { Command } from 'commander';
import { usageError } from './cli-error.ts';
import { type CompletionPlace, completionScript, type Shell, shells } from './completion-script.ts';
import type { Verb } from './verb.ts';

function placesOf(command: Command, path: readonly string[]): CompletionPlace[] {
  const options = command.options.map(({ long }) => long).filter((long) => long !== undefined);
  const nouns = command.commands.map((child) => child.name());
  return [
    { path: path.join(' '), words: [...nouns, ...options, '--help'], isVerb: nouns.length === 0 },
    ...command.commands.flatMap((child) => placesOf(child, [...path, child.name()])),
  ];
}

const isShell = (name: string | undefined): name is Shell => shells.some((shell) => shell === name);

/** Prints the completion of `program` itself, so that it never knows other commands than there are. */
export function completionOf(program: Command): Verb<Record<never, never>> {
  return {
    usage: 'completion <shell>',
    summary: 'Print what bash, zsh or fish has to read to complete commands and options',
    examples: [
      ['bash, for this user', 'buildbutler completion bash > ~/.local/share/bash-completion/completions/buildbutler'],
      ['zsh, at each start', 'source <(buildbutler completion zsh)'],
      ['fish', 'buildbutler completion fish > ~/.config/fish/completions/buildbutler.fish'],
    ],
    async run({ io }, { args }) {
      const [shell] = args;
      if (!isShell(shell))
        throw usageError(`There is no completion for ${shell}.`, `Expected one of ${shells.join(', ')}.`);
      await io.out.write(completionScript(shell, placesOf(program, [])));
      return undefined;
    },
  };
}
