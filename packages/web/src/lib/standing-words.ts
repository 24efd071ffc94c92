import type { Standing } from '@buildbutler/contract';

type What = 'stages' | 'tests' | 'changes';

const none: Record<What, string> = {
  stages: 'This build has no stages, or Jenkins has no plugin that tells them.',
  tests: 'Jenkins has no test report of this build.',
  changes: 'No commit is new in this build, or Jenkins does not say.',
};

/** Title and sentence for what cannot be shown, by where it is. */
export function standingWords({ state, reason }: Standing, what: What): { title: string; why: string } {
  switch (state) {
    case 'waiting':
    case 'unasked':
      return { title: `The ${what} are on their way`, why: reason ?? 'BuildButler is fetching them from Jenkins.' };
    case 'running':
      return { title: 'Not yet', why: `The ${what} are fetched when the build has ended.` };
    case 'parked':
      return {
        title: `The ${what} could not be fetched`,
        why: `${reason ?? ''} BuildButler tries again from time to time.`.trim(),
      };
    case 'gone':
      return { title: `There are no ${what}`, why: 'Jenkins deleted the build before they were fetched.' };
    default:
      return { title: `There are no ${what}`, why: none[what] };
  }
}
