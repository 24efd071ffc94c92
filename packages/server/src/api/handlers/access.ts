import { changeOwnPassword } from '../../operations/change-own-password.ts';
import { createFirstAdministrator } from '../../operations/create-first-administrator.ts';
import { createInvitation } from '../../operations/create-invitation.ts';
import { createResetLink } from '../../operations/create-reset-link.ts';
import { createToken } from '../../operations/create-token.ts';
import { endOtherSessions, endSession, endUserSessions } from '../../operations/end-sessions.ts';
import { getSession } from '../../operations/get-session.ts';
import { getSetup } from '../../operations/get-setup.ts';
import { listAudit, readAudit } from '../../operations/list-audit.ts';
import { listInvitations } from '../../operations/list-invitations.ts';
import { listOwnSessions, listUserSessions } from '../../operations/list-sessions.ts';
import { listTokens } from '../../operations/list-tokens.ts';
import { listUsers } from '../../operations/list-users.ts';
import { openLink } from '../../operations/open-link.ts';
import { redeemLink } from '../../operations/redeem-link.ts';
import { removeUser } from '../../operations/remove-user.ts';
import { resetPassword } from '../../operations/reset-password.ts';
import { revokeToken } from '../../operations/revoke-token.ts';
import type { Browser } from '../../operations/sessions.ts';
import { signIn } from '../../operations/sign-in.ts';
import { signOut } from '../../operations/sign-out.ts';
import { updateUser } from '../../operations/update-user.ts';
import { withdrawInvitation } from '../../operations/withdraw-invitation.ts';
import type { Call, HandlersOf } from '../handler.ts';
import { auditCsv } from './audit-csv.ts';

type Names =
  | 'getSetup'
  | 'createFirstAdministrator'
  | 'signIn'
  | 'getSession'
  | 'signOut'
  | 'changeOwnPassword'
  | 'listOwnSessions'
  | 'endOtherSessions'
  | 'endSession'
  | 'listTokens'
  | 'createToken'
  | 'revokeToken'
  | 'listUsers'
  | 'updateUser'
  | 'removeUser'
  | 'resetPassword'
  | 'createResetLink'
  | 'listUserSessions'
  | 'endUserSessions'
  | 'listInvitations'
  | 'createInvitation'
  | 'withdrawInvitation'
  | 'openLink'
  | 'redeemLink'
  | 'listAudit'
  | 'exportAudit';

/** A browser that signs in anew does not leave its earlier session behind. */
function browserOf({ caller, header }: Call): Browser {
  return { userAgent: header('user-agent'), replacedSecret: caller.sessionSecret };
}

export const accessHandlers: HandlersOf<Names> = {
  getSetup: ({ context }) => getSetup(context),
  async createFirstAdministrator(call, { body }) {
    const signedIn = await createFirstAdministrator(call.context, { ...body, browser: browserOf(call) });
    call.startSession(signedIn);
    return signedIn.session;
  },
  async signIn(call, { body }) {
    const signedIn = await signIn(call.context, { ...body, browser: browserOf(call) });
    call.startSession(signedIn);
    return signedIn.session;
  },
  getSession: ({ caller, context }) => getSession(context, { secret: caller.sessionSecret }),
  async signOut({ caller, context, endSession: forget }) {
    await signOut(context, { secret: caller.sessionSecret });
    forget();
    return undefined;
  },
  async changeOwnPassword(call, { body }) {
    const signedIn = await changeOwnPassword(call.context, { ...body, browser: browserOf(call) });
    if (signedIn !== null) call.startSession(signedIn);
    return undefined;
  },
  listOwnSessions: ({ caller, context }) => listOwnSessions(context, { secret: caller.sessionSecret }),
  endOtherSessions: ({ caller, context }) => endOtherSessions(context, { secret: caller.sessionSecret }),
  async endSession({ context }, { params }) {
    await endSession(context, params);
    return undefined;
  },
  listTokens: ({ context }) => listTokens(context),
  createToken: ({ context }, { body }) => createToken(context, body),
  async revokeToken({ context }, { params }) {
    await revokeToken(context, params);
    return undefined;
  },
  listUsers: ({ context }) => listUsers(context),
  updateUser: ({ context }, { body, params }) => updateUser(context, { ...body, username: params.username }),
  async removeUser({ context }, { params }) {
    await removeUser(context, params);
    return undefined;
  },
  async resetPassword({ context }, { body, params }) {
    await resetPassword(context, { ...body, username: params.username });
    return undefined;
  },
  createResetLink: ({ context }, { params }) => createResetLink(context, params),
  listUserSessions: ({ caller, context }, { params }) =>
    listUserSessions(context, { secret: caller.sessionSecret, username: params.username }),
  endUserSessions: ({ context }, { params }) => endUserSessions(context, params),
  listInvitations: ({ context }) => listInvitations(context),
  createInvitation: ({ context }, { body }) => createInvitation(context, body),
  async withdrawInvitation({ context }, { params }) {
    await withdrawInvitation(context, params);
    return undefined;
  },
  openLink: ({ context }, { body }) => openLink(context, body),
  async redeemLink(call, { body }) {
    const signedIn = await redeemLink(call.context, { ...body, browser: browserOf(call) });
    call.startSession(signedIn);
    return signedIn.session;
  },
  listAudit: ({ context }, { query }) => listAudit(context, query),
  exportAudit: async ({ context }, { query }) => ({
    contentType: 'text/csv; charset=utf-8',
    fileName: 'buildbutler-audit.csv',
    parts: auditCsv(readAudit(context, query)),
  }),
};
