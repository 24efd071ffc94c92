import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { afterAll, describe, expect, test } from 'vitest';
import { createAuthority, expiredValidity, selfSignedCertificate, type TlsIdentity } from './certificates.ts';
import { type FakeJenkins, startFakeJenkins } from './fake-jenkins/start-fake-jenkins.ts';

const authority = createAuthority();
const running: FakeJenkins[] = [];

afterAll(() => Promise.all(running.map((fake) => fake.close())));

/** Asks whoAmI over https; the status, or the code of what kept it from being asked. */
async function ask(tls: TlsIdentity, ca?: string): Promise<number | string> {
  const fake = await startFakeJenkins({ tls });
  running.push(fake);
  return new Promise((resolve) => {
    const options = { ...(ca === undefined ? {} : { ca }), agent: false as const };
    request(`${fake.url}/whoAmI/api/json?tree=name`, options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .end();
  });
}

describe('certificates made at run time', () => {
  test('one by an authority is trusted by whoever trusts that authority, and only then', async () => {
    expect(await ask(authority.issue(), authority.cert)).toBe(200);
    expect(await ask(authority.issue())).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(await ask(authority.issue(), createAuthority('Somebody else').cert)).not.toBe(200);
  });

  test('one that signs itself is refused unless it is trusted itself', async () => {
    const own = selfSignedCertificate();
    expect(await ask(own)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(await ask(own, own.cert)).toBe(200);
  });

  test('a wrong host name and an expired certificate are told apart', async () => {
    const elsewhere = authority.issue({ hosts: ['jenkins.example.com'] });
    expect(await ask(elsewhere, authority.cert)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await ask(authority.issue(expiredValidity()), authority.cert)).toBe('CERT_HAS_EXPIRED');
  });

  test('carries the names and dates it was asked for', () => {
    const validToMs = Date.UTC(2031, 4, 6, 7, 8, 9);
    const certificate = new X509Certificate(
      selfSignedCertificate({ hosts: ['a.example', '10.0.0.7'], validToMs }).cert,
    );
    expect(certificate.subjectAltName).toBe('DNS:a.example, IP Address:10.0.0.7');
    expect(Date.parse(certificate.validTo)).toBe(validToMs);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });
});
