import { hourMs } from '../../core/calendar.ts';
import { toWhole } from '../../core/whole-number.ts';
import type { LoadHourTable } from '../deep-tables.ts';
import type { LoadDelta } from '../live-step.ts';
import type { StepContext } from '../step-context.ts';

/** Adds what the connection has cost its controller to the hour of the step. */
export async function recordLoad({ atMs, connectionId, statements, tx }: StepContext, load: LoadDelta): Promise<void> {
  const row: LoadHourTable = {
    connection_id: connectionId,
    hour_ms: Math.floor(atMs / hourMs) * hourMs,
    requests: toWhole(load.requests),
    bytes: toWhole(load.bytes),
    controller_ms: toWhole(load.controllerMs),
    record_loads: toWhole(load.recordLoads),
  };
  await statements.insert(tx, 'load_hour', [row], (rows) =>
    tx
      .insertInto('load_hour')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['connection_id', 'hour_ms']).doUpdateSet((e) => ({
          requests: e('load_hour.requests', '+', e.ref('excluded.requests')),
          bytes: e('load_hour.bytes', '+', e.ref('excluded.bytes')),
          controller_ms: e('load_hour.controller_ms', '+', e.ref('excluded.controller_ms')),
          record_loads: e('load_hour.record_loads', '+', e.ref('excluded.record_loads')),
        })),
      ),
  );
}
