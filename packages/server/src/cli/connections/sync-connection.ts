import { routes } from '@buildbutler/contract';
import { connectionAction } from './connection-action.ts';

export const syncConnection = connectionAction({
  name: 'sync',
  summary: 'Fetch now from a Jenkins instance',
  route: routes.syncConnection,
  example: ['do not wait for the next poll', 'buildbutler connections sync Production'],
  done: ({ name }) => `Asked the server to fetch from "${name}" now.`,
  needsServer: true,
});
