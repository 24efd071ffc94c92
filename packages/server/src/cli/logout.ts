import { removeLogin } from './saved-login.ts';
import { say } from './talk.ts';
import type { Verb } from './verb.ts';

export const logout: Verb<object> = {
  usage: 'logout',
  summary: 'Forget the saved login',
  examples: [['work on the data directory of this machine again', 'buildbutler logout']],
  async run({ io, house }) {
    const wasThere = await removeLogin(house.settings().dataDir);
    await say(io, wasThere ? 'Signed out: the saved token is deleted here, and still valid.' : 'No login is saved.');
    return undefined;
  },
};
