import { type FailureRule, logRules } from '../failure-rule.ts';

const { compilation, configuration, dependency } = logRules;

/** Compilers, then package managers: what is missing was asked for by a name that does not exist, or did not come. */
export const buildRules: readonly FailureRule[] = [
  dependency(
    'go-modules',
    /^go: .*(?:reading|unknown revision|invalid version|module .* not found|no matching versions|missing go\.sum)|: Get "https:\/\/proxy\.golang\.org|^verifying \S+@\S+: checksum mismatch/,
  ),
  compilation(
    'maven-compile',
    /^\[ERROR\] COMPILATION ERROR|^\[ERROR\] \/?\S+\.(?:java|kt|scala|groovy):\[\d+,\d+\]|(?:maven-compiler-plugin|kotlin-maven-plugin|scala-maven-plugin|gmavenplus-plugin)\S*:\S*(?:[cC]ompile)\b.*|Fatal error compiling/,
  ),
  compilation(
    'jvm-compile',
    /\.java:\d+: error: |^e: \S+\.kt:|^e: file:\/\/|\.groovy: \d+: |^> Task \S*:compile\w* FAILED|^\[error\] \S+\.scala:\d+|\(Compile \/ compile\w*\) Compilation failed|Compilation failed; see the compiler error output|Android resource linking failed/,
  ),
  compilation('typescript', /error TS\d{3,5}:/),
  compilation(
    'bundler',
    /^ERROR in \.?\/?\S+|Module not found: Error: Can't resolve|Rollup failed to resolve import|^error during build:|^✘ \[ERROR\]|^Failed to compile\.?$|Build failed because of webpack errors/,
  ),
  compilation(
    'script-syntax',
    /\bSyntaxError: |syntax error near unexpected token|syntax error: unexpected end of file|\bIndentationError: |^PHP Parse error:/,
  ),
  compilation(
    'go-compile',
    /^\S+\.go:\d+:\d+: (?:undefined: |declared and not used|cannot use |syntax error|missing return|too many arguments|not enough arguments|\S+ redeclared|imported and not used|.* imported and not used|invalid operation|assignment mismatch)|\[build failed\]$/,
  ),
  compilation('rust-compile', /^error\[E\d{4}\]: |^error: could not compile `/),
  compilation(
    'native-compile',
    /\.(?:c|cc|cpp|cxx|h|hpp|m|mm|swift):\d+:\d+: (?:fatal )?error: |undefined reference to `|ld(?:\.lld|\.gold)?: (?:error: )?(?:undefined|cannot find)|^collect2: error: ld returned|linker command failed|\berror LNK\d{4}|fatal error LNK|\*\* BUILD FAILED \*\*/,
  ),
  compilation('dotnet-compile', /: error (?:CS|FS|BC|MSB)\d{4}: /),
  dependency(
    'maven-resolve',
    /Could not resolve dependencies for project|Could not transfer artifact|or one of its dependencies could not be resolved|Non-resolvable (?:parent POM|import POM)|Could not find artifact|Failed to collect dependencies/,
  ),
  dependency(
    'gradle-resolve',
    /Could not resolve all (?:files|dependencies|artifacts)|^\s*>? ?Could not (?:find|resolve|GET|download) \S+|Plugin \[id: '.*'.*\] was not found/,
  ),
  dependency(
    'npm-resolve',
    /(?:npm (?:error|ERR!)) (?:code )?(?:E404|ERESOLVE|EUSAGE|ETARGET|EINTEGRITY|E50\d|E401|E403|ENOTFOUND|ETIMEDOUT|ECONNRESET|ECONNREFUSED|EAI_AGAIN|ENOVERSIONS)|(?:npm (?:error|ERR!)) (?:404|network |50\d )|can only install packages when your package/,
  ),
  dependency(
    'yarn-pnpm-resolve',
    /ERR_PNPM_\w+|Integrity check failed for|➤ YN00(?:35|27|82|28): |^error Couldn't find (?:package|any versions)|^error An unexpected error occurred: "https?:\/\//,
  ),
  dependency(
    'python-resolve',
    /No matching distribution found|Could not find a version that satisfies|Could not install packages due to|version solving failed|Failed building wheel for|ResolutionImpossible|No solution found when resolving/,
  ),
  dependency(
    'cargo-resolve',
    /^error: failed to (?:get `|select a version|download|fetch)|failed to download from `|^error: no matching package/,
  ),
  dependency(
    'other-resolve',
    /error NU\d{4}: |Could not find gem|Your requirements could not be resolved|Could not find a package configuration file provided by|^ERROR: Package '.*' not resolved|Could not find a declaration of package/,
  ),
  dependency(
    'system-packages',
    /^E: (?:Unable to locate package|Failed to fetch|Some index files failed|Package '.*' has no installation candidate)|^ERROR: unable to select packages|^Error: Unable to find a match:/,
  ),
  dependency(
    'image-pull',
    /failed to resolve source metadata|toomanyrequests|manifest unknown|manifest for \S+ not found|pull access denied/,
  ),
  configuration(
    'missing-script',
    /Missing script: |^error Command ".*" not found|No rule to make target|Unknown lifecycle phase|No plugin found for prefix|Task '.*' not found in/,
  ),
  configuration(
    'command-missing',
    /: (?:command )?not found$|: No such file or directory$|No module named|is not recognized as an internal or external command|\b(?:\.\/\S+): Permission denied$/,
  ),
  configuration(
    'wrong-version',
    /is not in the allowed range|Some Enforcer rules have failed|requires (?:Java|Node|Python) |UnsupportedClassVersionError|The engine "node" is incompatible/,
  ),
];
