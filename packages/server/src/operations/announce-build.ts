import { AppError } from '../core/app-error.ts';
import { findHookHash } from '../storage/hook-repository.ts';
import { hashOfSecret, isSameHash } from './bearer-secret.ts';
import type { OperationContext } from './context.ts';
import { type RawAnnouncement, readAnnouncement } from './read-announcement.ts';

export interface AnnounceBuildInput extends RawAnnouncement {
  readonly connectionId: number;
  readonly secret: string | null;
}

/** Compared with when there is no secret, so that the time of an answer does not tell which connections have one. */
const hashOfNothing = '0'.repeat(64);

async function requireSecret(ctx: OperationContext, { connectionId, secret }: AnnounceBuildInput): Promise<void> {
  const hash = await findHookHash(ctx.store.db, connectionId);
  const isRight = isSameHash(hashOfSecret(secret ?? ''), hash ?? hashOfNothing);
  if (isRight && hash !== null) return;
  throw new AppError(
    'unauthorized',
    'This needs the secret of the connection in the header X-BuildButler-Secret. An administrator makes one; the guide docs/guides/push.md says how.',
  );
}

/** Jenkins says that a build has started or ended: the collector looks at it at once. Throws `unauthorized`, `rate_limited`. */
export async function announceBuild(ctx: OperationContext, input: AnnounceBuildInput): Promise<{ accepted: true }> {
  await requireSecret(ctx, input);
  const { connectionId } = input;
  const { job, number } = readAnnouncement(input);
  const verdict = ctx.hookGate.judge(connectionId, `${number} ${job}`);
  if (verdict === 'flooded') {
    throw new AppError(
      'rate_limited',
      'More than 1,200 builds were announced in a minute. The rest is found by polling.',
    );
  }
  // Without a name the list of jobs tells what has changed.
  if (verdict === 'new') await ctx.hint(connectionId, { job: job ?? '', number: job === null ? null : number });
  return { accepted: true };
}
