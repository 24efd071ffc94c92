import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { absentHouse } from './absent-house.ts';
import { run } from './app-house.ts';

/** What bash would offer after these words, the last of them unfinished. */
async function offered(...words: string[]): Promise<string[]> {
  const { exit, out } = await run(absentHouse, ['completion', 'bash']);
  expect(exit).toBe(0);
  const typed = ['buildbutler', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${out}\nCOMP_WORDS=(${typed})\nCOMP_CWORD=${words.length}\n_buildbutler\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stderr, stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

test('bash completes nouns, verbs and options, behind arguments too', async () => {
  expect(await offered('conn')).toEqual(['connections']);
  expect(await offered('connections', 're')).toEqual(['resume', 'remove']);
  expect(await offered('builds', 'list', '--res')).toEqual(['--result']);
  expect(await offered('connections', 'test', 'Production', '--js')).toEqual(['--json']);
  expect(await offered('connections', '--help', 'l')).toEqual(['list']);
});

test('zsh and fish get a script of their own, other shells a sentence', async () => {
  expect((await run(absentHouse, ['completion', 'zsh'])).out).toContain('compdef _buildbutler buildbutler');
  expect((await run(absentHouse, ['completion', 'fish'])).out).toContain('complete -c buildbutler');
  const other = await run(absentHouse, ['completion', 'tcsh']);
  expect(other).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('Expected one of bash, zsh, fish.') });
});
