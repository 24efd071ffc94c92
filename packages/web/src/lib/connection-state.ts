import type { Connection } from '@buildbutler/contract';
import type { Tone } from './result.ts';

const tones: Record<Connection['state'], Tone> = {
  active: 'success',
  importing: 'running',
  paused: 'aborted',
  starting: 'unstable',
  unauthorized: 'failure',
  forbidden: 'failure',
  unreachable: 'failure',
  tls_error: 'failure',
  not_jenkins: 'failure',
  failed: 'failure',
};

/** The tone of a connection's state. */
export function stateTone(state: Connection['state']): Tone {
  return tones[state];
}

/** Is a connection in a state that a person should do something about? */
export function isFailing(connection: Pick<Connection, 'state'>): boolean {
  return stateTone(connection.state) === 'failure';
}
