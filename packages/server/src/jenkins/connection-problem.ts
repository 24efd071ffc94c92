import type { ConnectionCode, ConnectionProblem } from '../core/connection.ts';

interface Sentences {
  readonly message: string;
  readonly cause: string;
  readonly fix: string;
}

const table: Record<ConnectionCode, Sentences> = {
  unauthorized: {
    message: 'Jenkins refused the user name and API token (401).',
    cause: 'The API token is wrong, revoked or expired, or the user name is misspelled.',
    fix: 'Create a new API token in Jenkins (user menu → Security → API Token) and enter it here together with the user name.',
  },
  forbidden: {
    message: 'Jenkins knows the user but does not let it in (403).',
    cause: 'The user lacks the permission Overall/Read.',
    fix: 'Grant Overall/Read and Job/Read to this user in Jenkins. Run/Read does not exist in stock Jenkins and is not needed.',
  },
  no_jobs_visible: {
    message: 'The connection works, but Jenkins shows no jobs.',
    cause: 'The user lacks Job/Read, or this Jenkins has no jobs yet.',
    fix: 'Grant Job/Read to this user. With the Role-Based Strategy the role pattern must match the parent folders too.',
  },
  timeout: {
    message: 'Jenkins did not answer in time.',
    cause: 'A firewall drops the connection, or the controller is overloaded.',
    fix: 'Make the URL reachable from the machine that runs BuildButler, and check that Jenkins responds there.',
  },
  unreachable: {
    message: 'Nothing answers at this address.',
    cause: 'The host or port is wrong, Jenkins is not running, or a firewall refuses the connection.',
    fix: 'Check host and port, and make the URL reachable from the machine that runs BuildButler.',
  },
  dns: {
    message: 'The host name is unknown.',
    cause: 'The name is misspelled, or the name server of the machine that runs BuildButler does not know it.',
    fix: 'Check the spelling; use a name that resolves on the machine that runs BuildButler.',
  },
  tls_untrusted: {
    message: "Jenkins' certificate is not trusted.",
    cause: 'It is self-signed or signed by a private authority.',
    fix: "Paste the authority's certificate in the connection's TLS settings (best), or set JENKINS_TLS_REJECT_UNAUTHORIZED=false.",
  },
  tls_hostname: {
    message: "Jenkins' certificate is for another host name.",
    cause: 'The URL uses a name or an address that the certificate does not list.',
    fix: 'Use the host name from the certificate in the URL, or have a certificate made for this name.',
  },
  tls_expired: {
    message: "Jenkins' certificate has expired or is not valid yet.",
    cause: 'The certificate was not renewed, or a clock is wrong.',
    fix: 'Renew the certificate, and check the clocks of both machines.',
  },
  tls_protocol: {
    message: 'No encrypted connection could be agreed on.',
    cause: 'The port does not speak TLS, or only versions before TLS 1.2.',
    fix: 'Check http:// or https:// and the port; enable TLS 1.2 or newer in front of Jenkins.',
  },
  not_jenkins: {
    message: 'Something answers, but not the Jenkins API.',
    cause: 'The URL points to another web server, or to a login page in front of Jenkins.',
    fix: "Use Jenkins' own URL (with its prefix, such as /jenkins), and let API tokens through any login in front of it.",
  },
  redirect_refused: {
    message: 'Jenkins redirects to another address; BuildButler does not follow, so that the token goes nowhere else.',
    cause: 'The URL is not the final one, or a login (SSO) stands in front of Jenkins.',
    fix: "Use the address Jenkins redirects to, and let API tokens through. With the OpenID Connect plugin enable 'Allow access using a Jenkins API token without an OIC session'.",
  },
  unavailable: {
    message: 'Jenkins is starting or restarting (503).',
    cause: 'The controller is getting ready to work.',
    fix: 'Wait; BuildButler tries again by itself.',
  },
  anonymous_session: {
    message: 'Jenkins answers, but treats BuildButler as anonymous.',
    cause: 'A proxy in front of Jenkins drops the Authorization header.',
    fix: 'Let the proxy pass the Authorization header through to Jenkins.',
  },
  not_found: {
    message: 'There is no Jenkins under this path (404).',
    cause: 'The URL misses the prefix Jenkins runs under, or has one too many.',
    fix: 'Open Jenkins in the browser and copy the address of its start page, with a prefix such as /jenkins if there is one.',
  },
  rate_limited: {
    message: 'Jenkins, or a proxy in front of it, asks to slow down (429).',
    cause: 'A request limit is set in front of Jenkins.',
    fix: 'Wait; BuildButler slows down by itself. Choose the pace "gentle" if it happens often.',
  },
  response_too_large: {
    message: 'An answer was larger than BuildButler accepts.',
    cause: 'The address is not Jenkins, or one job or folder is extremely large.',
    fix: 'Exclude the job in the connection settings, and report it with the size.',
  },
  bad_data: {
    message: 'An answer could not be read.',
    cause: 'A proxy cut or changed the answer, or a Jenkins plugin failed while writing it.',
    fix: 'Look into the Jenkins log for an error at this time; BuildButler tries again by itself.',
  },
  address_denied: {
    message: "BuildButler's own rules do not allow this address.",
    cause: 'It is a link-local or metadata address, or this machine itself while BuildButler serves other machines.',
    fix: 'Use another address, or list the host in BUILDBUTLER_OUTBOUND_ALLOW.',
  },
  secret_unreadable: {
    message: 'The stored API token cannot be opened.',
    cause: 'The key file is missing or is not the one the token was sealed with.',
    fix: 'Put the right key file back and restart, or enter the API token again.',
  },
  internal: {
    message: 'BuildButler failed while talking to Jenkins.',
    cause: 'An unexpected error in BuildButler.',
    fix: 'Look into the log of BuildButler, and report it with the request id.',
  },
};

/** The problem for a code, with its three sentences; `detail` goes behind the message, `extra` adds or replaces members. */
export function connectionProblem(
  code: ConnectionCode,
  detail?: string,
  extra: Partial<ConnectionProblem> = {},
): ConnectionProblem {
  const { message, cause, fix } = table[code];
  return { code, message: detail === undefined ? message : `${message} (${detail})`, cause, fix, ...extra };
}
