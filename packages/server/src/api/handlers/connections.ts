import { AppError } from '../../core/app-error.ts';
import { announceBuild } from '../../operations/announce-build.ts';
import { createConnectionHook, deleteConnectionHook } from '../../operations/connection-hook.ts';
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
  | 'resumeConnection'
  | 'announceBuild'
  | 'createConnectionHook'
  | 'deleteConnectionHook';

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
  announceBuild({ context, header }, { body, params, query }) {
    const secret = header('x-buildbutler-secret') ?? query.secret ?? null;
    return announceBuild(context, { connectionId: params.connection, secret, query, body });
  },
  createConnectionHook: ({ context }, { params }) => createConnectionHook(context, params),
  async deleteConnectionHook({ context }, { params }) {
    await deleteConnectionHook(context, params);
    return undefined;
  },
};
