export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A place in the tree of commands and what may follow there. */
export interface CompletionPlace {
  /** Words before it, such as `connections list`; empty at the top. */
  readonly path: string;
  readonly words: readonly string[];
  /** A verb: arguments may stand between it and what follows. */
  readonly isVerb: boolean;
}

/** Deeper places first, since the first that matches is taken. */
function ordered(places: readonly CompletionPlace[]): CompletionPlace[] {
  return [...places].sort((a, b) => b.path.length - a.path.length);
}

/** A line of a `case` of bash or zsh. */
function caseOf({ isVerb, path, words }: CompletionPlace): string {
  const pattern = isVerb ? `"${path}"|"${path} "*` : `"${path}"`;
  return `    ${pattern}) candidates="${words.join(' ')}" ;;`;
}

function bash(places: readonly CompletionPlace[]): string {
  return `_buildbutler() {
  local word place="" candidates="" current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ "$word" == -* ]] || place+="\${place:+ }$word"
  done
  case "$place" in
${places.map(caseOf).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -o default -F _buildbutler buildbutler
`;
}

function zsh(places: readonly CompletionPlace[]): string {
  return `_buildbutler() {
  local word place="" candidates=""
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ "$word" == -* ]] || place+="\${place:+ }$word"
  done
  case "$place" in
${places.map((place) => caseOf(place)).join('\n')}
  esac
  compadd -- \${=candidates} || _files
}
compdef _buildbutler buildbutler
`;
}

function fish(places: readonly CompletionPlace[]): string {
  const lines = places.map(({ isVerb, path, words }) => {
    const test = isVerb ? `__buildbutler_within "${path}"` : `test "$(__buildbutler_path)" = "${path}"`;
    return `complete -c buildbutler -n '${test}' -f -a "${words.join(' ')}"`;
  });
  return `function __buildbutler_path
    set -l tokens (commandline -opc)
    set -e tokens[1]
    string match -v -- '-*' $tokens | string join ' '
end
function __buildbutler_within
    string match -q -- "$argv[1] *" "$(__buildbutler_path) "
end
${lines.join('\n')}
`;
}

const writers: Readonly<Record<Shell, (places: readonly CompletionPlace[]) => string>> = { bash, zsh, fish };

/** What a shell has to read to complete commands and options. Words are of letters, digits and dashes only. */
export function completionScript(shell: Shell, places: readonly CompletionPlace[]): string {
  return writers[shell](ordered(places));
}
