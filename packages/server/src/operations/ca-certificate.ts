import { X509Certificate } from 'node:crypto';

const blocks = /-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----/g;

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

/** The certificates in a PEM text, or a sentence about what is wrong with it. Text around the certificates is left out. */
export function readCaCertificates(text: string): { readonly pem: string } | { readonly fault: string } {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    return {
      fault: 'This contains a private key. Paste only the certificate of the authority; the key must stay secret.',
    };
  }
  const found = text.match(blocks) ?? [];
  if (found.length === 0) {
    return {
      fault:
        'This is not a PEM certificate. Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    };
  }
  const broken = found.findIndex((pem) => !isCertificate(pem));
  if (broken >= 0) {
    const which = found.length === 1 ? 'The certificate' : `Certificate ${broken + 1} of ${found.length}`;
    return { fault: `${which} cannot be read. Copy it again, whole.` };
  }
  return { pem: `${found.join('\n')}\n` };
}
