/** The page of a job: base + `/job/<encoded segment>` for each segment of the full name. */
export function jenkinsJobUrl(baseUrl: string, fullName: string): string {
  return `${baseUrl}/${fullName
    .split('/')
    .map((segment) => `job/${encodeURIComponent(segment)}`)
    .join('/')}/`;
}

/** The page of a build. */
export function jenkinsBuildUrl(baseUrl: string, fullName: string, number: number): string {
  return `${jenkinsJobUrl(baseUrl, fullName)}${number}/`;
}
