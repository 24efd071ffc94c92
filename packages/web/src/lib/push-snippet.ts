export type PushWay = 'pipeline' | 'curl' | 'plugin';

/** The ways in which Jenkins can announce builds that are shown beside the secret. */
export const pushWays: readonly { readonly value: PushWay; readonly label: string; readonly note: string }[] = [
  {
    value: 'pipeline',
    label: 'Pipeline',
    note: 'Put it into a Jenkinsfile. A build stays green when BuildButler is away.',
  },
  {
    value: 'curl',
    label: 'curl',
    note: 'To try it, or from any other script. Older than curl 7.87: send JSON, as the guide shows.',
  },
  {
    value: 'plugin',
    label: 'Notification plugin',
    note: 'Add an endpoint to the job with the format JSON, the event All events and this URL. The plugin sends no headers, so the secret is part of the address.',
  },
];

export interface PushTarget {
  /** `https://buildbutler.example`, without a slash at the end. */
  readonly address: string;
  readonly connectionId: number;
  /** Null = it was shown before, and nobody but Jenkins knows it. */
  readonly secret: string | null;
}

/** What to put into Jenkins so that it announces builds of a connection. */
export function pushSnippet(way: PushWay, { address, connectionId, secret }: PushTarget): string {
  const url = `${address}/api/v1/hooks/jenkins/${connectionId}`;
  if (way === 'plugin') return `${url}?secret=${secret ?? 'THE_SECRET'}`;
  if (way === 'curl') {
    return [
      `curl -fsS -X POST -H "X-BuildButler-Secret: ${secret ?? 'THE_SECRET'}" \\`,
      '  --url-query "job=team/app" --url-query "number=42" \\',
      `  ${url}`,
    ].join('\n');
  }
  return [
    "environment { BUILDBUTLER_HOOK = credentials('buildbutler-hook') }",
    'post {',
    '  always {',
    `    sh '''curl -fsS -m 5 -X POST -H "X-BuildButler-Secret: $BUILDBUTLER_HOOK" \\`,
    '      --url-query "job=$JOB_NAME" --url-query "number=$BUILD_NUMBER" \\',
    `      ${url} || true'''`,
    '  }',
    '}',
  ].join('\n');
}
