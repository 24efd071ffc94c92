/** Why no usable answer came. `kind` is closed; `detail` is safe to show (never a header or a secret). */
export interface OutboundFailure {
  readonly kind:
    | 'timeout'
    | 'refused'
    | 'dns'
    | 'reset'
    | 'tls_untrusted'
    | 'tls_hostname'
    | 'tls_expired'
    | 'tls_protocol'
    | 'too_large'
    | 'bad_encoding'
    | 'address_denied'
    | 'aborted'
    | 'internal';
  readonly detail: string;
}

/** Carries a failure out of a body stream. */
export class OutboundError extends Error {
  readonly failure: OutboundFailure;
  constructor(failure: OutboundFailure) {
    super(failure.detail);
    this.name = 'OutboundError';
    this.failure = failure;
  }
}

const kinds: Record<string, OutboundFailure['kind']> = {
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  TimeoutError: 'timeout',
  AbortError: 'aborted',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  EHOSTDOWN: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
  UND_ERR_HEADERS_OVERFLOW: 'too_large',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_untrusted',
  CERT_UNTRUSTED: 'tls_untrusted',
  CERT_SIGNATURE_FAILURE: 'tls_untrusted',
  INVALID_CA: 'tls_untrusted',
  INVALID_PURPOSE: 'tls_untrusted',
  PATH_LENGTH_EXCEEDED: 'tls_untrusted',
  CERT_CHAIN_TOO_LONG: 'tls_untrusted',
  CERT_REJECTED: 'tls_untrusted',
  CERT_REVOKED: 'tls_untrusted',
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_hostname',
  HOSTNAME_MISMATCH: 'tls_hostname',
  HTTPParserError: 'bad_encoding',
  // undici's word for a status line that its parser took and its client does not (status 000).
  ERR_ASSERTION: 'bad_encoding',
  EPROTO: 'tls_protocol',
  BB_ADDRESS_DENIED: 'address_denied',
};

function* chain(error: unknown): Generator<{ code?: unknown; name?: unknown; message?: unknown; errors?: unknown }> {
  let at = error;
  for (let depth = 0; depth < 5 && at !== null && typeof at === 'object'; depth += 1) {
    yield at;
    const { errors, cause } = at as { errors?: unknown[]; cause?: unknown };
    at = cause ?? errors?.[0];
  }
}

function kindOf(error: unknown): OutboundFailure['kind'] {
  for (const { code, name } of chain(error)) {
    const known = kinds[String(code)] ?? kinds[String(name)];
    if (known !== undefined) return known;
    const text = String(code);
    // The CA text that was pasted is not a certificate.
    if (text.startsWith('ERR_OSSL_')) return 'tls_untrusted';
    if (text.startsWith('ERR_SSL_') || text.startsWith('ERR_TLS_')) return 'tls_protocol';
    if (text.startsWith('HPE_')) return 'bad_encoding';
    if (text.startsWith('Z_') || text.startsWith('ERR_ZLIB')) return 'bad_encoding';
  }
  return 'internal';
}

/** Names what went wrong on the way. */
export function toFailure(error: unknown): OutboundFailure {
  if (error instanceof OutboundError) return error.failure;
  const kind = kindOf(error);
  const first = [...chain(error)].find(({ code }) => typeof code === 'string');
  return { kind, detail: String(first?.code ?? (error instanceof Error ? error.message : error)) };
}
