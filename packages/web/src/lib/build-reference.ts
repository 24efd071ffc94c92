/** The id of a build in what a person pastes: the id itself, or the address of its page. Undefined when there is none. */
export function readBuildReference(text: string): string | undefined {
  const trimmed = text.trim();
  return /^b_[0-9a-z]{1,16}$/.exec(trimmed)?.[0] ?? /\/builds\/(b_[0-9a-z]{1,16})(?:[/?#]|$)/.exec(trimmed)?.[1];
}
