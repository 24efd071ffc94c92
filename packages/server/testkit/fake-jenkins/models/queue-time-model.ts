import { type Bean, bean, defineModel, JavaDouble } from '../stapler/model.ts';
import type { Build, Waits } from '../truth/item.ts';

const sum = ({ waitingMs, blockedMs, buildableMs }: Waits) => waitingMs + blockedMs + buildableMs;

function utilization({ durationMs, nodeUse, isBuilding }: Build): number {
  if (isBuilding || nodeUse.count === 0 || durationMs === 0) return 1;
  return Math.round((nodeUse.executingMs / durationMs) * 100) / 100;
}

/** `TimeInQueueAction` of the metrics plugin: the `…Duration…` of the build itself, the `…Time…` with its `node` blocks. */
const queueTimeModel = defineModel<Build>({
  className: 'jenkins.metrics.impl.TimeInQueueAction',
  visibility: 2,
  properties: {
    waitingDurationMillis: ({ waits }) => waits.waitingMs,
    waitingTimeMillis: ({ waits, nodeUse }) => waits.waitingMs + nodeUse.waitingMs,
    blockedDurationMillis: ({ waits }) => waits.blockedMs,
    blockedTimeMillis: ({ waits, nodeUse }) => waits.blockedMs + nodeUse.blockedMs,
    buildableDurationMillis: ({ waits }) => waits.buildableMs,
    buildableTimeMillis: ({ waits, nodeUse }) => waits.buildableMs + nodeUse.buildableMs,
    buildingDurationMillis: ({ durationMs }) => durationMs,
    executingTimeMillis: ({ durationMs, nodeUse }) => (nodeUse.count > 0 ? nodeUse.executingMs : durationMs),
    executorUtilization: (build) => new JavaDouble(utilization(build)),
    subTaskCount: ({ nodeUse }) => nodeUse.count,
    queuingDurationMillis: { visibility: 1, get: ({ waits }) => sum(waits) },
    queuingTimeMillis: { visibility: 1, get: ({ waits, nodeUse }) => sum(waits) + sum(nodeUse) },
    totalDurationMillis: { visibility: 1, get: ({ waits, durationMs }) => sum(waits) + durationMs },
  },
});

export const queueTimeBean = (build: Build): Bean => bean(queueTimeModel, build);
