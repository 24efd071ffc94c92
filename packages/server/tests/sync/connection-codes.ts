import type { ConnectionCode } from '../../src/core/connection.ts';
import type { Fault } from '../../testkit/fake-jenkins/faults/exchange.ts';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';

/** What a whole controller can do wrong for a while, and what it is called. */
export const connectionCodes: readonly {
  readonly name: string;
  readonly fault: Fault;
  readonly code: ConnectionCode;
}[] = [
  { name: 'the start-up page', fault: faults.starting, code: 'unavailable' },
  { name: 'a reset of every connection', fault: faults.connectionReset, code: 'unreachable' },
  { name: 'a bad gateway', fault: faults.status(502), code: 'unreachable' },
  { name: 'a login page', fault: faults.loginForm, code: 'not_jenkins' },
  { name: 'another web server', fault: faults.otherWebServer, code: 'not_jenkins' },
  { name: 'a redirect', fault: faults.redirect('https://elsewhere.example/'), code: 'redirect_refused' },
  { name: 'broken JSON everywhere', fault: faults.truncated(0.3), code: 'bad_data' },
  { name: 'server errors everywhere', fault: faults.oops, code: 'bad_data' },
  { name: 'empty objects', fault: faults.emptyObject, code: 'bad_data' },
];
