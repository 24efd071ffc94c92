import { routes } from '@buildbutler/contract';
import { connectionAction } from './connection-action.ts';

export const resumeConnection = connectionAction({
  name: 'resume',
  summary: 'Fetch again from a paused Jenkins instance',
  route: routes.resumeConnection,
  example: ['go on after an upgrade', 'buildbutler connections resume Production'],
  done: ({ name }) => `Resumed "${name}".`,
});
