import type { RecordLoads } from '../record-loads.ts';
import type { Job, Result } from '../truth/item.ts';

const colors: Record<Result, string> = {
  SUCCESS: 'blue',
  UNSTABLE: 'yellow',
  FAILURE: 'red',
  ABORTED: 'aborted',
  NOT_BUILT: 'notbuilt',
};

function colorBefore(job: Job, number: number, records: RecordLoads): string {
  const previous = records.load(job, job.builds.before(number));
  if (previous === null) return 'notbuilt';
  if (previous.isBuilding) return colorBefore(job, previous.number, records);
  return colors[previous.result ?? 'NOT_BUILT'];
}

/** `color` of a job. Costs the load of its newest build, and of the one before while that runs. */
export function ballColor(job: Job, records: RecordLoads): string {
  if (job.isDisabled || job.branch?.isDead === true) return 'disabled';
  const last = records.load(job, job.builds.last);
  if (last === null) return 'notbuilt';
  if (last.isBuilding) return `${colorBefore(job, last.number, records)}_anime`;
  return colors[last.result ?? 'NOT_BUILT'];
}
