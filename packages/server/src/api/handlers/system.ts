import { toOpenApi } from '@buildbutler/contract';
import { AppError } from '../../core/app-error.ts';
import { collectionFigures } from '../collection-figures.ts';
import type { HandlersOf } from '../handler.ts';
import { toProblem } from '../problem.ts';
import { processFigures } from '../process-figures.ts';
import { prometheusText } from '../prometheus-text.ts';

export const systemHandlers: HandlersOf<'getHealth' | 'getReadiness' | 'getOpenApi' | 'getProcessFigures'> = {
  getHealth: async () => ({ status: 'ok' }),
  async getReadiness({ readiness, requestId, setStatus }) {
    const { blocking, notes } = await readiness.check();
    const reasons = [...blocking, ...notes];
    if (blocking.length === 0) return { ready: true, reasons };
    setStatus(503);
    // Also an error in the shape of all others: a client that knows only those still learns why.
    return { ...toProblem(new AppError('unavailable', blocking.join(' ')), requestId), ready: false, reasons };
  },
  getProcessFigures: async ({ ask, answers, version }) =>
    prometheusText([...processFigures(version), ...answers.figures(), ...collectionFigures(await ask('live', null))]),
  getOpenApi: async ({ version }) => toOpenApi(version),
};
