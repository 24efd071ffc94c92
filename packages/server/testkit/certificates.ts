import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import * as der from './der.ts';

/** Key and certificate in PEM, as `https.createServer` takes them. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateOptions {
  /** DNS names and IPv4 addresses; 127.0.0.1 and localhost by default. */
  readonly hosts?: readonly string[];
  readonly validFromMs?: number;
  readonly validToMs?: number;
}

/** A certificate authority of a test. */
export interface Authority {
  /** Its own certificate in PEM: what a client has to trust. */
  readonly cert: string;
  issue(options?: CertificateOptions): TlsIdentity;
}

const dayMs = 86_400_000;
const oid = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  subjectAltName: '2.5.29.17',
};

const algorithm = der.sequence(der.objectIdentifier(oid.ecdsaWithSha256));

function name(commonName: string): Buffer {
  const attribute = der.sequence(der.objectIdentifier(oid.commonName), der.utf8String(commonName));
  return der.sequence(der.set(attribute));
}

function extension(id: string, content: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(id), der.boolean(true), der.octetString(content));
}

function alternativeName(host: string): Buffer {
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(host);
  return isAddress ? der.implicit(7, Buffer.from(host.split('.').map(Number))) : der.implicit(2, Buffer.from(host));
}

function serverExtensions(hosts: readonly string[]): Buffer[] {
  return [
    extension(oid.basicConstraints, der.sequence()),
    extension(oid.keyUsage, der.bitString(Buffer.from([0x80]), 7)),
    extension(oid.extendedKeyUsage, der.sequence(der.objectIdentifier(oid.serverAuth))),
    extension(oid.subjectAltName, der.sequence(...hosts.map(alternativeName))),
  ];
}

function authorityExtensions(): Buffer[] {
  return [
    extension(oid.basicConstraints, der.sequence(der.boolean(true))),
    // keyCertSign and cRLSign
    extension(oid.keyUsage, der.bitString(Buffer.from([0x06]), 1)),
  ];
}

interface Draft {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly validity: CertificateOptions;
}

function signCertificate({ issuer, subject, publicKey, signingKey, extensions, validity }: Draft): string {
  const { validFromMs = Date.now() - dayMs, validToMs = Date.now() + 365 * dayMs } = validity;
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name(issuer),
    der.sequence(der.utcTime(validFromMs), der.utcTime(validToMs)),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...extensions)),
  );
  const certificate = der.sequence(toBeSigned, algorithm, der.bitString(sign('sha256', toBeSigned, signingKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const ownHosts = ['127.0.0.1', 'localhost'];

/** A certificate that vouches for itself. */
export function selfSignedCertificate(options: CertificateOptions = {}): TlsIdentity {
  const key = newKey();
  const { hosts = ownHosts } = options;
  const subject = hosts[0] ?? 'nobody';
  const cert = signCertificate({
    issuer: subject,
    subject,
    publicKey: createPublicKey(key),
    signingKey: key,
    extensions: serverExtensions(hosts),
    validity: options,
  });
  return { key: pem(key), cert };
}

/** A fresh authority, and certificates issued by it. */
export function createAuthority(commonName = 'Test Authority'): Authority {
  const key = newKey();
  const cert = signCertificate({
    issuer: commonName,
    subject: commonName,
    publicKey: createPublicKey(key),
    signingKey: key,
    extensions: authorityExtensions(),
    validity: {},
  });
  const issue = (options: CertificateOptions = {}): TlsIdentity => {
    const serverKey = newKey();
    const { hosts = ownHosts } = options;
    const serverCert = signCertificate({
      issuer: commonName,
      subject: hosts[0] ?? 'nobody',
      publicKey: createPublicKey(serverKey),
      signingKey: key,
      extensions: serverExtensions(hosts),
      validity: options,
    });
    return { key: pem(serverKey), cert: serverCert };
  };
  return { cert, issue };
}

/** A year in the past: valid then, expired now. */
export function expiredValidity(nowMs: number = Date.now()): CertificateOptions {
  return { validFromMs: nowMs - 400 * dayMs, validToMs: nowMs - 35 * dayMs };
}
