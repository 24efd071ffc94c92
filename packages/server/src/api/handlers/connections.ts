import { AppError } from '../../core/app-error.ts';
import { createConnection } from '../../operations/create-connection.ts';
import { deleteConnection } from '../../operations/delete-connection.ts';
import { getConnection } from '../../operations/get-connection.ts';
import { listConnections } from '../../operations/list-connections.ts';
import { pauseConnection } from '../../operations/pause-connection.ts';
import { resumeConnection } from '../../operations/resume-connection.ts';
import { syncConnection } from '../../operations/sync-connection.ts';
import { testConnection } from '../../operations/test-connection.ts';
import { testUnsavedConnection } from '../../operations/test-unsaved-connection.ts';
import { updateConnection } from '../../operations/update-connection.ts';
import type { HandlersOf } from '../handler.ts';

type Names =
  | 'listConnections'
  | 'createConnection'
  | 'testUnsavedConnection'
  | 'getConnection'
  | 'updateConnection'
  | 'deleteConnection'
  | 'testConnection'
  | 'syncConnection'
  | 'pauseConnection'
  | 'resumeConnection';

export const connectionHandlers: HandlersOf<Names> = {
  listConnections: ({ context }) => listConnections(context),
  createConnection: ({ context }, { body }) => createConnection(context, body),
  testUnsavedConnection: ({ context }, { body }) => testUnsavedConnection(context, body),
  getConnection: ({ context }, { params }) => getConnection(context, params),
  updateConnection: ({ context }, { body, params }) => updateConnection(context, { id: params.id, change: body }),
  async deleteConnection({ context }, { params, query }) {
    const { confirm, deleteHistory } = query;
    await deleteConnection(context, { id: params.id, confirm, deleteHistory: deleteHistory === 'true' });
    return undefined;
  },
  testConnection: ({ context }, { params }) => testConnection(context, params),
  async syncConnection({ context, isCollecting }, { params }) {
    if (!isCollecting) {
      throw new AppError(
        'unavailable',
        'BuildButler is not running, so nothing is fetched. Start it with `buildbutler serve`.',
      );
    }
    return syncConnection(context, params);
  },
  pauseConnection: ({ context }, { params }) => pauseConnection(context, params),
  resumeConnection: ({ context }, { params }) => resumeConnection(context, params),
};
