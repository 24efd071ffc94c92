import { isTlsVerified } from '../core/is-tls-verified.ts';
import { createOutbound, type Outbound } from '../outbound/create-outbound.ts';
import type { Access } from './access.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import type { ControllerOptions } from './controller-options.ts';
import { createDoor } from './door.ts';
import { createKindMemory } from './kind-memory.ts';
import type { Limiter } from './limiter.ts';
import type { LoadMeter } from './load-meter.ts';

export interface Wiring {
  readonly token: string;
  readonly limiter: Limiter;
  readonly mostRetries: number;
  readonly meter: LoadMeter;
}

/** The parts that every request to a controller passes. */
export function connect(
  options: ControllerOptions,
  wiring: Wiring,
): { readonly access: Access; readonly outbound: Outbound } {
  const { connection, addressRules, clock, userAgent } = options;
  const { baseUrl, tlsMode, caCertificate, username } = connection;
  const outbound = createOutbound({
    purpose: 'jenkins',
    addressRules,
    shouldVerifyTls: isTlsVerified(connection.tlsMode, options.verifiesTlsByDefault),
    ca: tlsMode === 'ca' ? caCertificate : null,
  });
  const credentials = Buffer.from(`${username}:${wiring.token}`, 'utf8').toString('base64');
  const door = createDoor({
    baseUrl,
    headers: { authorization: `Basic ${credentials}`, 'user-agent': userAgent },
    outbound,
    limiter: wiring.limiter,
    breaker: createCircuitBreaker(clock),
    meter: wiring.meter,
    clock,
    random: options.random ?? Math.random,
    mostRetries: wiring.mostRetries,
    mostAnswerMs: options.mostAnswerMs ?? Number.POSITIVE_INFINITY,
  });
  return { access: { door, baseUrl, clock, kinds: createKindMemory() }, outbound };
}
