import { toOpenApi } from '@buildbutler/contract';
import type { HandlersOf } from '../handler.ts';

export const systemHandlers: HandlersOf<'getHealth' | 'getReadiness' | 'getOpenApi'> = {
  getHealth: async () => ({ status: 'ok' }),
  async getReadiness({ readiness, setStatus }) {
    const { blocking, notes } = await readiness.check();
    if (blocking.length > 0) setStatus(503);
    return { ready: blocking.length === 0, reasons: [...blocking, ...notes] };
  },
  getOpenApi: async ({ version }) => toOpenApi(version),
};
