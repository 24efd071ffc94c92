import { toOpenApi } from '@buildbutler/contract';
import { collectionFigures } from '../collection-figures.ts';
import type { HandlersOf } from '../handler.ts';
import { processFigures } from '../process-figures.ts';
import { prometheusText } from '../prometheus-text.ts';

export const systemHandlers: HandlersOf<'getHealth' | 'getReadiness' | 'getOpenApi' | 'getProcessFigures'> = {
  getHealth: async () => ({ status: 'ok' }),
  async getReadiness({ readiness, setStatus }) {
    const { blocking, notes } = await readiness.check();
    if (blocking.length > 0) setStatus(503);
    return { ready: blocking.length === 0, reasons: [...blocking, ...notes] };
  },
  getProcessFigures: async ({ ask, answers, version }) =>
    prometheusText([...processFigures(version), ...answers.figures(), ...collectionFigures(await ask('live', null))]),
  getOpenApi: async ({ version }) => toOpenApi(version),
};
