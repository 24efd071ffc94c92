import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { knownNames } from '../src/config/known-names.ts';
import { absentHouse } from './cli/absent-house.ts';
import { run } from './cli/app-house.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const documents = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(root, file)));

/** Variables of pipelines and compose files that guides show. */
const ofSnippets = ['BUILDBUTLER_HOOK', 'BUILDBUTLER_DATABASE_PASSWORD'];

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const withoutCode = (text: string) => text.replace(/```[\s\S]*?```|^ {4}.*$|`[^`]*`/gm, '');

/** As the places that show Markdown name their headings. */
const anchorOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replace(/\s/g, '-');

const anchorsOf = (file: string) =>
  [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Links and pictures that lead to files of the repository, with the file they stand in. */
function linksIn(file: string): string[] {
  const text = withoutCode(read(file));
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/(?:src|srcset|href)="([^"]+)"/g)];
  return links.map(([, link = '']) => link).filter((link) => !/^(https?|mailto):/.test(link));
}

/** Commands of the program in code: the words up to the first that is no name of a command. */
function commandsIn(file: string): string[][] {
  const code = [...read(file).matchAll(/`([^`\n]+)`|^ {4}(.+)$/gm)].map(([, inline, block]) => inline ?? block ?? '');
  return code.flatMap((line) =>
    [...line.matchAll(/(?:^|npx |[$(&|;] ?|=\S+ )buildbutler((?: [a-z-]+)+)/g)].map(([, words = '']) =>
      words.trim().split(' '),
    ),
  );
}

describe.each(documents)('%s', (file) => {
  test('leads nowhere that is not there', () => {
    for (const link of linksIn(file)) {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? file : relative(root, join(root, dirname(file), decodeURIComponent(path)));
      expect(existsSync(join(root, target)), link).toBe(true);
      if (anchor !== undefined && target.endsWith('.md')) expect(anchorsOf(target), link).toContain(anchor);
    }
  });

  test('names commands that there are', async () => {
    const { out } = await run(absentHouse, ['--help']);
    const top = [...out.matchAll(/^ {2}([a-z-]+)[ \n]/gm)].map(([, name = '']) => name);
    for (const words of commandsIn(file)) {
      const [noun = '', verb] = words;
      if (words[0]?.startsWith('-')) continue;
      expect(top, `buildbutler ${words.join(' ')}`).toContain(noun);
      if (verb === undefined || verb.startsWith('-')) continue;
      const help = (await run(absentHouse, [noun, '--help'])).out;
      if (help.includes('\nCommands:'))
        expect(help, `buildbutler ${words.join(' ')}`).toMatch(new RegExp(`^ {2}${verb}[ \\n]`, 'm'));
    }
  });

  test('names settings that there are', () => {
    const names = read(file).match(/\bBUILDBUTLER_[A-Z_]+\b/g) ?? [];
    const known = [...knownNames, ...ofSnippets];
    const unknown = names.filter((name) => !known.includes(name) && !name.endsWith('_'));
    expect(unknown).toEqual([]);
  });
});
