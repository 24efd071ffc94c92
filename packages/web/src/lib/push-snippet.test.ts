import { expect, test } from 'vitest';
import { pushSnippet, pushWays } from './push-snippet.ts';

const target = { address: 'https://buildbutler.example', connectionId: 7, secret: 'bb_hook_abc' };

test('every way names the address of the connection', () => {
  for (const { value } of pushWays)
    expect(pushSnippet(value, target)).toContain('https://buildbutler.example/api/v1/hooks/jenkins/7');
});

test('a pipeline takes the secret from a credential; the others hold it, or say where it goes', () => {
  expect(pushSnippet('pipeline', target)).not.toContain('bb_hook_abc');
  expect(pushSnippet('curl', target)).toContain('"X-BuildButler-Secret: bb_hook_abc"');
  expect(pushSnippet('plugin', target)).toMatch(/\?secret=bb_hook_abc$/);
  expect(pushSnippet('plugin', { ...target, secret: null })).toMatch(/\?secret=THE_SECRET$/);
});
