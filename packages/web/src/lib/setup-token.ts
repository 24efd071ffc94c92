/** The one-time token in what a person pastes or opens: the token alone, or the printed link with it. */
export function readSetupToken(text: string): string {
  const trimmed = text.trim();
  const parameter = /(?:^|[?&#])token=([^&#\s]+)/.exec(trimmed)?.[1];
  const found = parameter ?? (trimmed.includes('#') ? trimmed.slice(trimmed.lastIndexOf('#') + 1) : trimmed);
  try {
    return decodeURIComponent(found);
  } catch {
    return found;
  }
}
