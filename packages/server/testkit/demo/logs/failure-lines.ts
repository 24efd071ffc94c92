import type { DemoRun } from '../demo-run.ts';
import { failureText, locateCase } from '../demo-tests.ts';
import type { FailureKind } from '../failure.ts';
import type { Random } from '../random.ts';
import { bold, boldRed, red } from './ansi.ts';

type Lines = (run: DemoRun, random: Random) => string[];

const error = `[${boldRed('ERROR')}]`;

function failedTests(run: DemoRun): string[] {
  const { tests } = run.profile;
  if (tests === undefined) return [red('1 check failed')];
  const located = run.failedTests.map((index) => locateCase(tests, index));
  const details = located.flatMap((test) => {
    const { message, stack } = failureText(tests, test);
    return [`${error} ${test.suite}.${test.name} -- ${red('FAILURE!')}`, message, ...stack.split('\n')];
  });
  return [
    ...details,
    `${error} Tests run: ${tests.suites * tests.casesPerSuite}, Failures: ${located.length}, Errors: 0`,
  ];
}

const isJava = ({ profile: { toolchain } }: DemoRun) => toolchain === 'maven' || toolchain === 'gradle';

const compile: Lines = (run, random) => {
  const line = random.whole(20, 180);
  if (!isJava(run)) {
    const file = `src/features/cart/${random.pick(['merge', 'voucher', 'totals', 'badge'])}.ts`;
    return [
      `${file}:${line}:${random.whole(3, 40)} - ${red('error')} TS2345: Argument of type 'string | undefined' is not assignable to parameter of type 'string'.`,
      `Found 1 error in ${file}:${line}`,
      'npm error code 2',
    ];
  }
  const file = `/home/jenkins/workspace/src/main/java/com/lumen/${random.pick(['RefundService', 'LedgerPosting', 'PriceRule'])}.java`;
  return [
    `${error} COMPILATION ERROR : `,
    `${error} ${file}:[${line},${random.whole(5, 60)}] cannot find symbol`,
    `${error}   symbol:   method ${random.pick(['toMinorUnits', 'withCurrency', 'reserve'])}(java.math.BigDecimal)`,
    `${error} Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.14.0:compile: Compilation failure`,
    `${bold(red('BUILD FAILURE'))}`,
  ];
};

const dependency: Lines = (run, random) =>
  isJava(run)
    ? [
        `${error} Failed to execute goal on project core: Could not resolve dependencies for project com.lumen:core:jar:4.12.0-SNAPSHOT`,
        `${error} Could not transfer artifact com.lumen:common-lib:jar:2.8.1 from/to nexus (https://nexus.lumen.example/repository/maven/): status code: 503, reason phrase: Service Unavailable (503)`,
      ]
    : [
        `npm error code E503`,
        `npm error 503 Service Unavailable - GET https://nexus.lumen.example/repository/npm/${random.pick(['zod', 'vite', 'react-dom'])}`,
        `npm error A complete log of this run can be found in: /home/jenkins/.npm/_logs/debug-0.log`,
      ];

const lines: Readonly<Record<FailureKind, Lines>> = {
  test: failedTests,
  compile,
  dependency,
  'agent-lost': ({ agent }) => [
    `Cannot contact ${agent}: hudson.remoting.ChannelClosedException: Channel "hudson.remoting.Channel@3f1c9a7d:${agent}": Remote call on ${agent} failed. The channel is closing down or has closed down`,
    `Could not connect to ${agent} to send interrupt signal to process`,
    'java.io.EOFException',
    '\tat java.base/java.io.ObjectInputStream$PeekInputStream.readFully(ObjectInputStream.java:2933)',
    '\tat hudson.remoting.Command.readFrom(Command.java:142)',
  ],
  'disk-full': () => [
    'tar: dist.tar: Cannot write: No space left on device',
    'tar: Error is not recoverable: exiting now',
  ],
  'out-of-memory': () => [
    'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
    'script.sh: line 3: 4119 Killed',
  ],
  timeout: () => [
    'Cancelling nested steps due to timeout',
    'Sending interrupt signal to process',
    'script returned exit code 143',
  ],
  checkout: ({ profile }) => [
    `ERROR: Error cloning remote repo 'origin'`,
    `hudson.plugins.git.GitException: Command "git fetch --tags --force --progress -- https://git.lumen.example/${profile.repository ?? profile.fullName}.git" returned status code 128:`,
    'stderr: fatal: unable to access: Failed to connect to git.lumen.example port 443 after 134121 ms: Connection timed out',
  ],
  configuration: () => [
    'ERROR: lumen-deploy-key',
    `ERROR: Could not find credentials entry with ID 'lumen-deploy-key'`,
  ],
  'quality-gate': (_run, random) => [
    `Checking status of SonarQube task 'AZ${random.hex(10)}' on server 'sonar'`,
    `SonarQube task completed. Quality gate is 'ERROR'`,
    `Coverage on New Code is ${random.between(48, 71).toFixed(1)} % (required ≥ 80 %)`,
    'ERROR: Pipeline aborted due to quality gate failure: ERROR',
  ],
  deployment: (_run, random) => [
    `Error: UPGRADE FAILED: timed out waiting for the condition`,
    `pod/shop-api-${random.hex(5)}: Back-off restarting failed container api: CrashLoopBackOff`,
    'Rolling back to revision 412',
  ],
};

/** What the failing part of a build prints at its end. */
export function failureLines(run: DemoRun, random: Random): string[] {
  return run.failure === null ? [] : lines[run.failure](run, random);
}
