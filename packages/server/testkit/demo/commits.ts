import type { Commit } from '../fake-jenkins/truth/item.ts';
import { memberOf, type Team } from './people.ts';
import type { Random } from './random.ts';

const verbs = ['Fix', 'Add', 'Simplify', 'Rename', 'Speed up', 'Cover', 'Remove', 'Guard', 'Extract', 'Retry'] as const;

const subjects: Record<Team, readonly string[]> = {
  payments: [
    'refund webhook',
    'rounding of VAT lines',
    'idempotency key lookup',
    'SEPA mandate export',
    'ledger posting',
    'card token cache',
    'chargeback reason mapping',
  ],
  checkout: [
    'cart merge after login',
    'voucher validation',
    'address autocomplete',
    'delivery slot picker',
    'price badge',
    'guest checkout flow',
    'product gallery',
  ],
  platform: [
    'base image build',
    'health probe',
    'log shipping config',
    'feature flag client',
    'retry policy',
    'tracing headers',
    'terraform module versions',
  ],
  mobile: [
    'push token refresh',
    'deep link routing',
    'offline basket',
    'biometric login',
    'image cache',
    'tab bar animation',
  ],
  data: [
    'orders snapshot model',
    'late arriving events',
    'feature store join',
    'churn score export',
    'partition pruning',
    'null handling in sessions',
  ],
};

const folders: Record<Team, readonly string[]> = {
  payments: ['src/main/java/com/lumen/payments', 'src/test/java/com/lumen/payments'],
  checkout: ['src/features', 'src/components', 'e2e'],
  platform: ['modules', 'charts', 'images'],
  mobile: ['App/Sources', 'app/src/main/kotlin'],
  data: ['models/marts', 'pipelines'],
};

const extensions: Record<Team, string> = {
  payments: 'java',
  checkout: 'ts',
  platform: 'tf',
  mobile: 'kt',
  data: 'sql',
};

function commit(team: Team, options: { random: Random; atMs: number }): Commit {
  const { random, atMs } = options;
  const author = memberOf(team, random);
  const subject = random.pick(subjects[team]);
  const ticket = random.chance(0.6) ? `${team.slice(0, 3).toUpperCase()}-${random.whole(300, 900)}: ` : '';
  const file = subject.replace(/[^a-zA-Z]+/g, '-').toLowerCase();
  const paths = Array.from({ length: random.whole(1, 4) }, () => ({
    editType: random.chance(0.8) ? ('edit' as const) : ('add' as const),
    file: `${random.pick(folders[team])}/${file}-${random.whole(1, 9)}.${extensions[team]}`,
  }));
  return {
    commitId: random.hex(40),
    committedAtMs: Math.floor(atMs / 1000) * 1000,
    authorName: author.id,
    authorEmail: author.email,
    comment: `${ticket}${random.pick(verbs)} ${subject}\n`,
    paths,
  };
}

/** The commits that came in with a build, oldest first; the last one is what was built. */
export function commitsBefore(startedAtMs: number, options: { team: Team; count: number; random: Random }): Commit[] {
  const { team, count, random } = options;
  return Array.from({ length: count }, (_, index) =>
    commit(team, { random, atMs: startedAtMs - (count - index) * random.between(4, 40) * 60_000 }),
  );
}
