import { type Bean, beanOfDeclaredType, defineModel } from '../stapler/model.ts';
import type { Job } from '../truth/item.ts';
import type { Scope } from './scope.ts';

interface Health {
  readonly failed: number;
  readonly of: number;
}

const icons = ['00to19', '20to39', '40to59', '60to79', '80plus'];
const score = ({ failed, of }: Health) => Math.floor((100 * (of - failed)) / of);
const icon = (health: Health) => icons[Math.max(0, Math.ceil(score(health) / 20) - 1)];

function describe({ failed, of }: Health): string {
  if (failed === 0) return 'Build stability: No recent builds failed.';
  if (failed === of) return 'Build stability: All recent builds failed.';
  return `Build stability: ${failed} out of the last ${of} builds failed.`;
}

const healthModel = defineModel<Health>({
  className: null,
  visibility: 2,
  properties: {
    description: describe,
    iconClassName: (health) => `icon-health-${icon(health)}`,
    iconUrl: (health) => `health-${icon(health)}.png`,
    score,
  },
});

/** Stability of the newest five finished builds. Costs their loads. */
export function healthReport(job: Job, { records }: Scope): Bean[] {
  const finished = job.builds
    .newest(5)
    .flatMap((number) => records.load(job, number) ?? [])
    .filter(({ isBuilding }) => !isBuilding);
  if (finished.length === 0) return [];
  const failed = finished.filter(({ result }) => result === 'FAILURE').length;
  return [beanOfDeclaredType(healthModel, { failed, of: finished.length })];
}
