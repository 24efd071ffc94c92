import type { House } from '../../src/cli/house.ts';

const refuse = (name: string) => () => Promise.reject(new Error(`${name} is not part of this test`));

/** A machine of which nothing may be asked; tests put in what they need. */
export const absentHouse: House = {
  settings() {
    throw new Error('settings are not part of this test');
  },
  findServer: refuse('findServer'),
  openOffline: refuse('openOffline'),
  serve: refuse('serve'),
  inspect: async () => [],
  recount: async () => [],
  copyStore: refuse('copyStore'),
  backUp: refuse('backUp'),
  restore: refuse('restore'),
  verifySecrets: refuse('verifySecrets'),
  rotateKey: refuse('rotateKey'),
};
