function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A full job name in two parts for display; branch jobs carry their slashes as `%2F`, which is shown as `/`. */
export function splitJobName(fullName: string): { folder: string; name: string } {
  const cut = fullName.lastIndexOf('/');
  return { folder: cut < 0 ? '' : fullName.slice(0, cut), name: decoded(fullName.slice(cut + 1)) };
}

/**
 * A job in two parts for lists of jobs: the branch of a multibranch project goes by `project / branch`,
 * since a list of branches called "main" says nothing.
 */
export function jobTitle(fullName: string, isBranch: boolean): { name: string; folder: string } {
  const { folder, name } = splitJobName(fullName);
  if (!isBranch || folder === '') return { name, folder };
  const project = splitJobName(folder);
  return { name: `${project.name} / ${name}`, folder: project.folder };
}

/** The containers above a job, outermost first, each with the path the folder filter takes. */
export function folderSteps(folder: string): { label: string; path: string }[] {
  const parts = folder.split('/').filter((part) => part !== '');
  return parts.map((part, index) => ({ label: decoded(part), path: `/${parts.slice(0, index + 1).join('/')}` }));
}

/** A commit as lists show it: its first 7 characters. */
export function shortCommit(commit: string): string {
  return /^[0-9a-f]{12,}$/i.test(commit) ? commit.slice(0, 7) : commit;
}
