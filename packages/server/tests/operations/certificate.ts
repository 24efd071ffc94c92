import { generateKeyPairSync } from 'node:crypto';

/** A self-signed certificate of a made-up authority, good until 2126. */
export const caCertificate = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUJ6/msXxu9wZTmQ+e4UwK5dJcahcwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTI0MjE0MjQwWhgPMjEy
NjEwMzEyMTQyNDBaMBkxFzAVBgNVBAMMDlRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEr7r+Mw0yqeXsG6Whj6zZOjQ83sTmTn8bAPxEckQ2
jDo6csyd8lmChayVVUXLorLHuDGSuZMV60ZSue0vyA1SU6NTMFEwHQYDVR0OBBYE
FOQyoIqJdwve4/Sdo+OySwdNzKWqMB8GA1UdIwQYMBaAFOQyoIqJdwve4/Sdo+Oy
SwdNzKWqMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAOs6M8jG
SjchN0cCwmdPvXmqHFa/b+DCP0LEHf3AWRDaAiA4vUddni5lEXPkZXh7TcqM0MeQ
6wwEmvfRbeNjZBMDaQ==
-----END CERTIFICATE-----
`;

/** A key that belongs to nothing. */
export const privateKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
