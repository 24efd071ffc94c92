import type { FailureCategory } from '@buildbutler/contract';

interface CategoryWords {
  readonly label: string;
  /** What falls under it, for hover. */
  readonly meaning: string;
}

const words: Record<FailureCategory, CategoryWords> = {
  test_failure: { label: 'Test failure', meaning: 'Tests ran and some of them failed.' },
  compilation_error: { label: 'Compilation', meaning: 'The code did not compile or its types do not fit.' },
  dependency_error: { label: 'Dependency', meaning: 'A package or image could not be found or downloaded.' },
  infrastructure: {
    label: 'Infrastructure',
    meaning: 'The machine or the network gave way: agent lost, disk full, out of memory, connection reset.',
  },
  timeout: { label: 'Timeout', meaning: 'Something took longer than it was allowed to.' },
  scm_error: { label: 'Checkout', meaning: 'The source could not be checked out.' },
  configuration_error: {
    label: 'Configuration',
    meaning: 'The Jenkinsfile or the setup is wrong: Groovy, a missing credential or tool.',
  },
  quality_gate: { label: 'Quality gate', meaning: 'Lint, coverage or code analysis said no.' },
  deployment_error: { label: 'Deployment', meaning: 'Publishing or rolling out failed.' },
  unknown: { label: 'Unknown', meaning: 'No rule matched. A rule of your own can name it: Settings → Failure rules.' },
};

const isKnown = (text: string): text is FailureCategory => Object.hasOwn(words, text);

/** A category in one or two words; one that a newer server names is shown as it is. */
export function categoryWord(category: string): string {
  return isKnown(category) ? words[category].label : category.replaceAll('_', ' ');
}

/** What falls under a category, in one sentence. */
export function categoryMeaning(category: string): string {
  return isKnown(category) ? words[category].meaning : '';
}
