import type { Activity } from '../failure.ts';
import type { Random } from '../random.ts';
import type { Toolchain } from '../stage-plans.ts';
import { bold, cyan, dim, green, yellow } from './ansi.ts';

type Lines = (random: Random) => string[];

const modules = ['api', 'core', 'domain', 'persistence', 'web', 'client'] as const;
const packages = ['react-dom', 'vite', 'zod', 'typescript', 'playwright', 'msw', 'date-fns'] as const;
const resources = ['aws_lb.main', 'aws_ecs_service.api', 'aws_rds_cluster.ledger', 'aws_s3_bucket.assets'] as const;

const repeat = (random: Random, [low, high]: readonly [number, number], line: () => string): string[] =>
  Array.from({ length: random.whole(low, high) }, line);

const info = `[${cyan('INFO')}]`;

const maven: Partial<Record<Activity, Lines>> = {
  compile: (random) => [
    '+ mvn -B -ntp compile',
    `${info} Scanning for projects...`,
    `${info} ${dim('------------------------------------------------------------------------')}`,
    ...repeat(random, [4, 9], () => `${info} Building ${random.pick(modules)} 4.${random.whole(10, 60)}.0-SNAPSHOT`),
    `${info} Compiling ${random.whole(120, 640)} source files with javac [debug release 21] to target/classes`,
    `[${yellow('WARNING')}] Some input files use or override a deprecated API.`,
    `${info} ${green('BUILD SUCCESS')}`,
  ],
  test: (random) => [
    '+ mvn -B -ntp verify',
    ...repeat(
      random,
      [6, 14],
      () =>
        `${info} Tests run: ${random.whole(4, 40)}, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: ${random.between(0.1, 9).toFixed(3)} s`,
    ),
  ],
  check: () => ['+ mvn -B sonar:sonar', `${info} ANALYSIS SUCCESSFUL`, `${info} Quality gate: PASSED`],
  package: (random) => [
    '+ mvn -B -ntp package -DskipTests',
    `${info} Building jar: target/app-4.${random.whole(10, 60)}.0-SNAPSHOT.jar`,
  ],
};

const node: Partial<Record<Activity, Lines>> = {
  resolve: (random) => [
    '+ npm ci --prefer-offline',
    ...repeat(
      random,
      [0, 3],
      () =>
        `npm ${yellow('warn')} deprecated ${random.pick(packages)}@${random.whole(1, 9)}.${random.whole(0, 20)}.0: use a newer major version`,
    ),
    `added ${random.whole(700, 1400)} packages in ${random.whole(9, 48)}s`,
  ],
  compile: (random) => [
    '+ npm run build',
    `${cyan('vite v7.1.2')} ${green('building for production...')}`,
    `${green('✓')} ${random.whole(900, 2400)} modules transformed.`,
    `dist/assets/index-${random.hex(8)}.js   ${random.between(180, 460).toFixed(2)} kB │ gzip: ${random.between(60, 140).toFixed(2)} kB`,
    `${green('✓ built in')} ${random.between(6, 31).toFixed(2)}s`,
  ],
  test: (random) => [
    '+ npm run test',
    ...repeat(
      random,
      [8, 18],
      () =>
        ` ${green('✓')} src/features/${random.pick(['cart', 'search', 'account', 'checkout', 'catalog'])}/${random.hex(4)}.test.ts ${dim(`(${random.whole(2, 30)} tests)`)} ${random.whole(12, 900)}ms`,
    ),
    `${bold(' Test Files ')} ${green(`${random.whole(60, 140)} passed`)}`,
  ],
  check: () => ['+ npm run lint', 'Checked 812 files. No fixes applied.'],
};

const gradle: Partial<Record<Activity, Lines>> = {
  compile: (random) => [
    '+ ./gradlew assembleRelease --console=plain',
    ...repeat(
      random,
      [9, 16],
      () =>
        `> Task :${random.pick(modules)}:${random.pick(['compileReleaseKotlin', 'processReleaseResources', 'mergeReleaseAssets', 'dexBuilderRelease'])}`,
    ),
    `${green('BUILD SUCCESSFUL')} in ${random.whole(1, 4)}m ${random.whole(1, 59)}s`,
  ],
  test: (random) => [
    '+ ./gradlew testReleaseUnitTest',
    ...repeat(random, [4, 9], () => `> Task :${random.pick(modules)}:testReleaseUnitTest`),
  ],
};

const xcode: Partial<Record<Activity, Lines>> = {
  resolve: () => [
    '+ bundle exec pod install',
    'Analyzing dependencies',
    'Pod installation complete! There are 34 dependencies from the Podfile.',
  ],
  compile: (random) => [
    '+ xcodebuild -workspace Shop.xcworkspace -scheme Shop -sdk iphonesimulator build',
    ...repeat(
      random,
      [10, 22],
      () =>
        `${dim('▸')} Compiling ${random.pick(['BasketView', 'LoginFlow', 'ProductCell', 'DeepLink', 'PushRouter'])}.swift`,
    ),
    `${dim('▸')} ${bold('Build Succeeded')}`,
  ],
  test: (random) =>
    repeat(
      random,
      [8, 16],
      () =>
        `    ${green('✓')} test${random.pick(['Login', 'Basket', 'Search', 'Push'])}${random.whole(1, 40)} (${random.between(0.1, 6).toFixed(3)} seconds)`,
    ),
};

const terraform: Partial<Record<Activity, Lines>> = {
  resolve: () => [
    '+ terraform init -input=false',
    `${bold('Initializing the backend...')}`,
    `- Using previously-installed hashicorp/aws v6.14.1`,
    green('Terraform has been successfully initialized!'),
  ],
  other: (random) => [
    '+ terraform plan -out=plan.bin',
    ...repeat(random, [6, 12], () => `${random.pick(resources)}: Refreshing state... [id=${random.hex(12)}]`),
    `${bold('Plan:')} ${random.whole(0, 4)} to add, ${random.whole(0, 6)} to change, 0 to destroy.`,
  ],
  deploy: (random) => [
    '+ terraform apply plan.bin',
    ...repeat(random, [2, 6], () => `${random.pick(resources)}: Modifications complete after ${random.whole(1, 40)}s`),
    green('Apply complete!'),
  ],
};

const python: Partial<Record<Activity, Lines>> = {
  resolve: () => ['+ uv sync --frozen', 'Resolved 148 packages in 12ms', 'Installed 148 packages in 1.84s'],
  other: (random) => [
    '+ uv run python -m pipelines.run',
    ...repeat(
      random,
      [8, 16],
      () =>
        `INFO  pipelines.${random.pick(['orders', 'customers', 'events', 'stock'])}: wrote ${random.whole(4, 900)},${random.whole(100, 999)} rows (partition ${random.whole(1, 64)}/64)`,
    ),
  ],
  test: (random) => [
    '+ uv run dbt test',
    `Finished running ${random.whole(80, 240)} data tests in ${random.whole(20, 140)} seconds`,
    green('Completed successfully'),
  ],
};

const deploy: Partial<Record<Activity, Lines>> = {
  deploy: (random) => [
    '+ helm upgrade --install shop charts/shop --wait --timeout 10m',
    ...repeat(
      random,
      [4, 9],
      () =>
        `Waiting for deployment "shop-${random.pick(['web', 'api', 'worker'])}" rollout to finish: ${random.whole(1, 5)} out of 6 new replicas have been updated...`,
    ),
    `deployment "shop-web" ${green('successfully rolled out')}`,
  ],
  check: (random) => [
    `+ ./verify.sh --minutes 3`,
    `error rate ${random.between(0, 0.3).toFixed(3)} %, p95 ${random.whole(140, 320)} ms: ${green('ok')}`,
  ],
  other: () => ['+ ./resolve-version.sh', 'image digest verified'],
};

const shell: Partial<Record<Activity, Lines>> = {
  other: (random) => [
    '+ ./run.sh',
    ...repeat(
      random,
      [5, 14],
      () =>
        `${random.pick(['checking', 'scanning', 'updating', 'verifying'])} ${random.pick(['mirror', 'snapshot', 'certificate', 'index', 'bucket', 'image'])} ${random.hex(6)} ... ok`,
    ),
  ],
};

const toolchains: Readonly<Record<Toolchain, Partial<Record<Activity, Lines>>>> = {
  maven,
  node,
  gradle,
  xcode,
  terraform,
  python,
  deploy,
  shell,
};

const checkout: Lines = (random) => [
  'The recommended git tool is: git',
  'using credential lumen-ci',
  ` > git rev-parse --resolve-git-dir .git # timeout=10`,
  'Fetching changes from the remote Git repository',
  ` > git checkout -f ${random.hex(40)} # timeout=10`,
];

/** What a part of a build prints while all goes well. */
export function activityLines(toolchain: Toolchain, activity: Activity, random: Random): string[] {
  if (activity === 'checkout') return checkout(random);
  const lines = toolchains[toolchain][activity] ?? toolchains[toolchain].other ?? deploy[activity];
  return lines === undefined ? [`+ make ${activity}`] : lines(random);
}
