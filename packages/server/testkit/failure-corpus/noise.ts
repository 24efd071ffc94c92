type Line = (at: number) => string;

const packages = ['cart', 'order', 'ledger', 'wire', 'users', 'search', 'mail', 'audit'];
const pick = (at: number) => packages[at % packages.length] ?? 'cart';

/** What tools print when nothing is wrong, with words in it that only look like a failure. */
const noises: Readonly<Record<string, readonly Line[]>> = {
  maven: [
    (at) =>
      `[INFO] Downloading from nexus: https://nexus.acme.example/repository/maven/com/acme/${pick(at)}/1.${at}/${pick(at)}-1.${at}.pom`,
    (at) =>
      `[INFO] Downloaded from nexus: https://nexus.acme.example/repository/maven/com/acme/${pick(at)}-1.${at}.jar (${at} kB at 1.2 MB/s)`,
    (at) =>
      `[INFO] Tests run: ${at + 3}, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.${at} s -- in com.acme.${pick(at)}.ErrorHandlerTest`,
    (at) =>
      `[WARNING] /home/jenkins/workspace/x/src/main/java/com/acme/${pick(at)}/Failure.java: uses or overrides a deprecated API.`,
    () => '[INFO] --- compiler:3.13.0:compile (default-compile) @ core ---',
  ],
  gradle: [
    (at) => `> Task :${pick(at)}:processResources UP-TO-DATE`,
    (at) => `> Task :${pick(at)}:checkKotlinGradlePluginConfigurationErrors SKIPPED`,
    (at) =>
      `Download https://repo.maven.apache.org/maven2/com/acme/${pick(at)}/${at}/${pick(at)}-${at}.jar, took ${at} ms`,
    () => 'warning: [options] bootstrap class path not set in conjunction with -source 17',
  ],
  npm: [
    (at) => `npm warn deprecated ${pick(at)}@1.${at}.0: this version is no longer supported`,
    (at) => ` PASS src/${pick(at)}/error-page.test.ts (${at} ms)`,
    (at) => `    console.error Warning: Failed prop type in ${pick(at)}`,
    (at) => `added ${at + 100} packages, and audited ${at + 101} packages in ${at}s`,
  ],
  go: [
    (at) => `ok  \tgithub.com/acme/gate/${pick(at)}\t0.${at}s`,
    (at) => `--- PASS: TestErrorOf${at} (0.00s)`,
    (at) => `go: downloading github.com/acme/${pick(at)} v1.${at}.0`,
  ],
  cargo: [
    (at) => `   Compiling ${pick(at)}-error v0.${at}.0`,
    (at) => `test ${pick(at)}::tests::fails_on_bad_input ... ok`,
    (at) => `  Downloaded ${pick(at)} v1.0.${at}`,
  ],
  docker: [
    (at) => `#${(at % 9) + 4} sha256:1a2b3c4d${at} ${at}.2MB / 90.0MB 0.${at}s`,
    (at) => `#${(at % 9) + 4} [builder ${(at % 6) + 1}/9] COPY ${pick(at)} .`,
    (at) => `#${(at % 9) + 4} CACHED`,
  ],
  git: [
    () => 'The recommended git tool is: NONE',
    () => 'using credential git-reader',
    (at) => ` > git rev-parse --resolve-git-dir /home/jenkins/workspace/${pick(at)}/.git # timeout=10`,
    () => ' > git fetch --tags --force --progress -- https://git.acme.example/shop/api.git # timeout=10',
  ],
  pytest: [
    (at) => `tests/test_${pick(at)}_errors.py::test_timeout_${at} PASSED [ ${at}%]`,
    (at) => `tests/test_${pick(at)}.py ${'.'.repeat((at % 30) + 3)}`,
    () => '  DeprecationWarning: pkg_resources is deprecated as an API',
  ],
  app: [
    (at) =>
      `2026-02-11 09:12:${String(at % 60).padStart(2, '0')}.310  INFO 4411 --- [main] c.acme.${pick(at)}.Boot : started in ${at} s`,
    (at) =>
      `2026-02-11 09:12:${String(at % 60).padStart(2, '0')}.511 ERROR 4411 --- [pool-${at}] c.acme.${pick(at)}.RetryTest : expected error no ${at}, retrying`,
    (at) =>
      `2026-02-11 09:12:${String(at % 60).padStart(2, '0')}.612  WARN 4411 --- [pool-${at}] c.acme.Client : Connection refused: localhost:${5000 + at}, attempt ${at % 3}`,
    (at) => `java.lang.IllegalStateException: simulated failure ${at}`,
    (at) => `\tat com.acme.${pick(at)}.RetryTest.fails(RetryTest.java:${at})`,
  ],
  pipeline: [
    () => '[Pipeline] stage',
    (at) => `[Pipeline] { (${pick(at)})`,
    () => '[Pipeline] echo',
    (at) => `using ${pick(at)} ${at}`,
    () => '[Pipeline] }',
  ],
};

/** So many lines of a tool's ordinary talk. */
export function noiseLines(kind: string, count: number): string[] {
  const lines = noises[kind];
  if (lines === undefined) throw new Error(`No noise is called ${kind}.`);
  return Array.from({ length: count }, (_, at) => lines[at % lines.length]?.(at + 1) ?? '');
}
