import { expect, onTestFinished, test } from 'vitest';
import type { TlsMode } from '../../src/core/connection.ts';
import { probeConnection } from '../../src/jenkins/probe-connection.ts';
import {
  createAuthority,
  expiredValidity,
  selfSignedCertificate,
  type TlsIdentity,
} from '../../testkit/certificates.ts';
import { startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { optionsFor } from './controller-rig.ts';

const clock = new ManualClock();
const authority = createAuthority();

interface Setting {
  readonly tlsMode: TlsMode;
  readonly verifiesTlsByDefault: boolean;
  readonly caCertificate?: string;
}

async function probe(tls: TlsIdentity, { verifiesTlsByDefault, ...connection }: Setting) {
  const fake = await startFakeJenkins({ tls });
  onTestFinished(() => fake.close());
  fake.world.addJob('job');
  const { code, isTlsVerified } = await probeConnection(
    optionsFor(fake.url, clock, { connection, verifiesTlsByDefault }),
  );
  return { code, isTlsVerified };
}

test('the mode default verifies, unless the server-wide setting says otherwise', async () => {
  const tlsMode = 'default';
  const selfSigned = selfSignedCertificate();
  expect(await probe(selfSigned, { tlsMode, verifiesTlsByDefault: true })).toEqual({
    code: 'tls_untrusted',
    isTlsVerified: true,
  });
  expect(await probe(selfSigned, { tlsMode, verifiesTlsByDefault: false })).toEqual({
    code: 'ok',
    isTlsVerified: false,
  });
});

test('the mode insecure never verifies', async () => {
  for (const verifiesTlsByDefault of [true, false]) {
    const setting: Setting = { tlsMode: 'insecure', verifiesTlsByDefault };
    expect(await probe(selfSignedCertificate(), setting)).toEqual({ code: 'ok', isTlsVerified: false });
    expect(await probe(authority.issue(expiredValidity()), setting)).toEqual({ code: 'ok', isTlsVerified: false });
  }
});

test('the mode ca verifies against that authority alone, whatever the server-wide setting says', async () => {
  const caCertificate = authority.cert;
  for (const verifiesTlsByDefault of [true, false]) {
    const setting: Setting = { tlsMode: 'ca', verifiesTlsByDefault, caCertificate };
    expect(await probe(authority.issue(), setting)).toEqual({ code: 'ok', isTlsVerified: true });
    expect(await probe(selfSignedCertificate(), setting)).toEqual({ code: 'tls_untrusted', isTlsVerified: true });
    expect(await probe(authority.issue({ hosts: ['other.example'] }), setting)).toMatchObject({ code: 'tls_hostname' });
    expect(await probe(authority.issue(expiredValidity()), setting)).toMatchObject({ code: 'tls_expired' });
  }
});

test('a pasted text that is no certificate trusts nobody', async () => {
  for (const caCertificate of ['nonsense', '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----', '']) {
    const setting: Setting = { tlsMode: 'ca', verifiesTlsByDefault: true, caCertificate };
    expect(await probe(authority.issue(), setting)).toEqual({ code: 'tls_untrusted', isTlsVerified: true });
  }
});

test("Node's own process-wide switch changes nothing", async () => {
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  onTestFinished(() => {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  });
  const setting: Setting = { tlsMode: 'default', verifiesTlsByDefault: true };
  expect(await probe(selfSignedCertificate(), setting)).toEqual({ code: 'tls_untrusted', isTlsVerified: true });
});
