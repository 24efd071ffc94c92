import { routes } from '@buildbutler/contract';
import { connectionAction } from './connection-action.ts';

export const pauseConnection = connectionAction({
  name: 'pause',
  summary: 'Stop fetching from a Jenkins instance',
  route: routes.pauseConnection,
  example: ['leave a controller alone while it is upgraded', 'buildbutler connections pause Production'],
  done: ({ name }) => `Paused "${name}"; what was collected stays.`,
});
