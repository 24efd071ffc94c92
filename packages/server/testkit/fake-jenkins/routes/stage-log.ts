import { stripConsoleNotes } from '../truth/console-note.ts';
import type { Build } from '../truth/item.ts';
import { reveal } from '../truth/lazy.ts';
import type { Stage } from '../truth/stage.ts';

/** Lines of the log between the start and the end of a stage. */
export function stageLog(build: Build, stage: Stage): string {
  const lines = stripConsoleNotes(reveal(build.log)).split('\n');
  const from = lines.indexOf(`[Pipeline] { (${stage.name})`);
  if (from < 0) return '';
  const length = lines.slice(from).indexOf('[Pipeline] // stage');
  const own = lines.slice(from + 1, length < 0 ? undefined : from + length);
  return own.flatMap((line) => (line.startsWith('[Pipeline]') ? [] : [line, '\n'])).join('');
}
