/**
 * The newest builds of a job, newest first, each as its number, its start (epoch ms) and its queue id (0 = unknown), in
 * one flat list: a quarter of the memory of a list of lists, for every job there is.
 */
export type Fingerprint = readonly number[];

export interface FingerprintedBuild {
  readonly number: number;
  readonly startedAtMs: number;
  readonly queueId: number | null;
}

const mostBuilds = 3;

/** The fingerprint that these builds give, in any order. */
export function fingerprintOf(builds: readonly FingerprintedBuild[]): Fingerprint {
  return (
    builds
      .toSorted((a, b) => b.number - a.number)
      .slice(0, mostBuilds)
      .flatMap(({ number, startedAtMs, queueId }) => [number, startedAtMs, queueId ?? 0])
      // A list that has grown keeps room for more.
      .slice()
  );
}

export function buildsOfFingerprint(fingerprint: Fingerprint): FingerprintedBuild[] {
  const builds: FingerprintedBuild[] = [];
  for (let at = 0; at < fingerprint.length; at += 3) {
    const [number = 0, startedAtMs = 0, queueId = 0] = fingerprint.slice(at, at + 3);
    builds.push({ number, startedAtMs, queueId: queueId === 0 ? null : queueId });
  }
  return builds;
}

/** The number of its newest build; null = it has none. */
export function newestNumber([number]: Fingerprint): number | null {
  return number ?? null;
}

/** When its newest build started (epoch ms); 0 = unknown. */
export function newestStartMs([, startedAtMs]: Fingerprint): number {
  return startedAtMs ?? 0;
}
