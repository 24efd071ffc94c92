import type { Agent } from '@buildbutler/contract';
import type { Tone } from './result.ts';

const words: Record<Agent['state'], { label: string; tone: Tone }> = {
  online: { label: 'Online', tone: 'success' },
  temporarily_offline: { label: 'Set offline', tone: 'unstable' },
  offline: { label: 'Offline', tone: 'failure' },
  gone: { label: 'Removed', tone: 'aborted' },
};

/** The word and tone of an agent's state. */
export function agentWord(state: Agent['state']): { label: string; tone: Tone } {
  return words[state];
}

const steady = 0.99;
const shaky = 0.9;

/** The tone of a day by the share of it in which an agent was online; undefined = it was not watched. */
export function onlineTone(online: number | null): Tone | undefined {
  if (online === null) return undefined;
  return online >= steady ? 'success' : online >= shaky ? 'unstable' : 'failure';
}

type Choice = 'all' | 'online' | 'offline' | 'gone';

/** The choices over the list of agents, and the states that each stands for. */
export const agentChoices: readonly { value: Choice; label: string; states: readonly Agent['state'][] }[] = [
  { value: 'all', label: 'All', states: [] },
  { value: 'online', label: 'Online', states: ['online'] },
  { value: 'offline', label: 'Offline', states: ['offline', 'temporarily_offline'] },
  { value: 'gone', label: 'Removed', states: ['gone'] },
];

/** What the list of agents is narrowed by besides the filter bar, as it stands in the address. */
export function readAgentFilters(raw: Record<string, unknown>) {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined);
  const choice = agentChoices.find(({ value }) => value === raw.state)?.value ?? 'all';
  return { name: text(raw.name), label: text(raw.label), choice };
}
