import { expect, test } from 'vitest';
import { coarseNetwork } from './coarse-network.ts';
import { describeUserAgent } from './describe-user-agent.ts';

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Firefox 133 on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
    'Edge 131 on Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    'Safari 18 on macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari 18 on iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
    'Chrome 131 on Android',
  ],
  ['curl/8.5.0', 'curl 8'],
  ['node', null],
  ['<img src=x onerror=alert(1)> Firefox/9999999999', null],
  ['', null],
])('%s', (userAgent, words) => {
  expect(describeUserAgent(userAgent)).toBe(words);
});

test.each([
  ['192.0.2.77', '192.0.2.x'],
  ['::ffff:192.0.2.77', '192.0.2.x'],
  ['2001:0db8:0001:2:3:4:5:6', '2001:db8:1::'],
  ['2001:db8::77', '2001:db8:0::'],
  ['fe80::1%eth0', 'fe80:0:0::'],
  ['127.0.0.1', 'this machine'],
  ['::1', 'this machine'],
  ['not an address', null],
])('of %s the network is kept', (address, network) => {
  expect(coarseNetwork(address)).toBe(network);
});
