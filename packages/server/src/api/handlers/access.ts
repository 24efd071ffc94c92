import { createFirstAdministrator } from '../../operations/create-first-administrator.ts';
import { createToken } from '../../operations/create-token.ts';
import { getSession } from '../../operations/get-session.ts';
import { getSetup } from '../../operations/get-setup.ts';
import { listTokens } from '../../operations/list-tokens.ts';
import { listUsers } from '../../operations/list-users.ts';
import { resetPassword } from '../../operations/reset-password.ts';
import { revokeToken } from '../../operations/revoke-token.ts';
import { signIn } from '../../operations/sign-in.ts';
import { signOut } from '../../operations/sign-out.ts';
import type { HandlersOf } from '../handler.ts';

type Names =
  | 'getSetup'
  | 'createFirstAdministrator'
  | 'signIn'
  | 'getSession'
  | 'signOut'
  | 'listTokens'
  | 'createToken'
  | 'revokeToken'
  | 'listUsers'
  | 'resetPassword';

export const accessHandlers: HandlersOf<Names> = {
  getSetup: ({ context }) => getSetup(context),
  async createFirstAdministrator({ context, startSession }, { body }) {
    const signedIn = await createFirstAdministrator(context, body);
    startSession(signedIn);
    return signedIn.session;
  },
  async signIn({ context, startSession }, { body }) {
    const signedIn = await signIn(context, body);
    startSession(signedIn);
    return signedIn.session;
  },
  getSession: ({ caller, context }) => getSession(context, { secret: caller.sessionSecret }),
  async signOut({ caller, context, endSession }) {
    await signOut(context, { secret: caller.sessionSecret });
    endSession();
    return undefined;
  },
  listTokens: ({ context }) => listTokens(context),
  createToken: ({ context }, { body }) => createToken(context, body),
  async revokeToken({ context }, { params }) {
    await revokeToken(context, params);
    return undefined;
  },
  listUsers: ({ context }) => listUsers(context),
  async resetPassword({ context }, { body, params }) {
    await resetPassword(context, { username: params.username, password: body.password });
    return undefined;
  },
};
