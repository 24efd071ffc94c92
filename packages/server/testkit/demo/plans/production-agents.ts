import type { AgentPlan } from '../job-profile.ts';

export const linux = ['linux-1', 'linux-2', 'linux-3', 'linux-4', 'linux-5'];
export const mac = ['mac-1', 'mac-2'];
export const arm = ['arm-1'];
export const gpu = ['gpu-1'];
export const windows = ['windows-1'];

export const productionAgents: readonly AgentPlan[] = [
  { name: 'linux-1', executors: 3, labels: ['linux', 'docker'] },
  { name: 'linux-2', executors: 3, labels: ['linux', 'docker'] },
  { name: 'linux-3', executors: 3, labels: ['linux', 'docker'] },
  // Loses its connection, fails builds for five hours and is gone since.
  { name: 'linux-4', executors: 3, labels: ['linux', 'docker'], diedHoursAgo: 19 },
  { name: 'linux-5', executors: 3, labels: ['linux', 'docker'] },
  { name: 'mac-1', executors: 1, labels: ['mac', 'xcode'] },
  { name: 'mac-2', executors: 1, labels: ['mac', 'xcode'] },
  { name: 'arm-1', executors: 2, labels: ['linux-arm', 'docker'] },
  // Waits for somebody to plug it in; its job waits with it.
  { name: 'windows-1', executors: 1, labels: ['windows'], diedHoursAgo: 41 },
  { name: 'gpu-1', executors: 1, labels: ['gpu', 'linux'] },
];
