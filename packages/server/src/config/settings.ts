import type { LogLevel } from './config.ts';
import { kubernetesHint } from './known-names.ts';
import {
  durationParser,
  listParser,
  parseHost,
  parseNetwork,
  parsePort,
  parsePublicUrl,
  wordParser,
} from './parsers.ts';
import type { Setting } from './setting-reader.ts';

export const hostSetting: Setting<string> = {
  name: 'BUILDBUTLER_HOST',
  parse: parseHost,
  expected: 'an address or a host name, such as 127.0.0.1 or 0.0.0.0',
};

export const portSetting: Setting<number> = {
  name: 'BUILDBUTLER_PORT',
  parse: parsePort,
  expected: 'a port number from 0 (any free one) to 65535, such as 3000',
  hint: (text) => (text.startsWith('tcp://') || text.startsWith('udp://') ? kubernetesHint : null),
};

export const publicUrlSetting: Setting<string> = {
  name: 'BUILDBUTLER_PUBLIC_URL',
  parse: parsePublicUrl,
  expected: 'an http:// or https:// address without user name, query or fragment, such as https://builds.example.com',
  isSecret: true,
};

export const syncIntervalSetting: Setting<number> = {
  name: 'BUILDBUTLER_SYNC_INTERVAL',
  parse: durationParser(1_000, 86_400_000),
  expected: 'a duration from 1s to 24h, such as 30s or 1m',
  hint: (text) => (/^\s*\d+\s*$/.test(text) ? `The unit is missing: ${text.trim()}s or ${text.trim()}m?` : null),
};

export const outboundAllowSetting: Setting<readonly string[]> = {
  name: 'BUILDBUTLER_OUTBOUND_ALLOW',
  parse: listParser((item) => parseNetwork(item) ?? parseHost(item)),
  expected: 'host names, addresses or CIDR blocks separated by commas, such as jenkins.local,10.0.0.0/8',
};

export const trustedProxiesSetting: Setting<readonly string[]> = {
  name: 'BUILDBUTLER_TRUSTED_PROXIES',
  parse: listParser(parseNetwork),
  expected: 'addresses or CIDR blocks separated by commas, such as 10.0.0.5,172.16.0.0/12',
};

export const logLevelSetting: Setting<LogLevel> = {
  name: 'BUILDBUTLER_LOG_LEVEL',
  parse: wordParser(['error', 'warn', 'info', 'debug']),
  expected: 'error, warn, info or debug',
};
