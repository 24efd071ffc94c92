import type { Environment } from './environment.ts';
import type { SettingFaults } from './setting-faults.ts';

const prefix = 'BUILDBUTLER_';

/** Every name that means something to BuildButler; docs/configuration.md shows the same. */
export const knownNames: readonly string[] = [
  'BUILDBUTLER_DATA_DIR',
  'BUILDBUTLER_HOST',
  'BUILDBUTLER_PORT',
  'BUILDBUTLER_PUBLIC_URL',
  'BUILDBUTLER_DATABASE_URL',
  'BUILDBUTLER_SECRET_KEY_FILE',
  'BUILDBUTLER_ADMIN_USER',
  'BUILDBUTLER_ADMIN_PASSWORD_FILE',
  'BUILDBUTLER_SYNC_INTERVAL',
  'BUILDBUTLER_OUTBOUND_ALLOW',
  'BUILDBUTLER_TRUSTED_PROXIES',
  'BUILDBUTLER_LOG_LEVEL',
  'BUILDBUTLER_URL',
  'BUILDBUTLER_TOKEN',
];

/** How many letters have to be changed, added or left out to get from one word to the other. */
function distanceOf(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...left].entries()) {
    const next = [at + 1];
    for (const [index, other] of [...right].entries()) {
      const change = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

function nearestName(name: string): string | null {
  const [best] = knownNames
    .map((known) => ({ known, distance: distanceOf(name.toUpperCase(), known) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= 4 ? best.known : null;
}

// Kubernetes puts variables like these into every pod beside a Service named "buildbutler".
const ofKubernetes = /^BUILDBUTLER_(\w+_)?(SERVICE_(HOST|PORT(_\w+)?)|PORT_\d+_(TCP|UDP)(_\w+)?)$/;

/** What to do about variables that Kubernetes sets by itself. */
export const kubernetesHint =
  'Kubernetes sets it for a Service named "buildbutler": rename the Service, or set enableServiceLinks: false for the pod.';

/** Notes every `BUILDBUTLER_…` name that nothing reads: a setting with a typing error would be without effect. */
export function checkNames(env: Environment, faults: SettingFaults): void {
  const unknown = Object.keys(env).filter((name) => name.startsWith(prefix) && !knownNames.includes(name));
  for (const name of unknown.sort()) {
    const nearest = nearestName(name);
    const advice = ofKubernetes.test(name)
      ? kubernetesHint
      : nearest === null
        ? `Remove it; the settings are ${knownNames.join(', ')}.`
        : `Did you mean ${nearest}?`;
    faults.add(name, `${name} is not a setting of BuildButler. ${advice}`);
  }
}
