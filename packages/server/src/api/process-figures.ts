import type { Figure } from './prometheus-text.ts';

/** What the operating system says of this process. */
export function processFigures(version: string): readonly Figure[] {
  const { system, user } = process.cpuUsage();
  const gauge = (name: string, help: string, value: number): Figure => ({
    name,
    help,
    type: 'gauge',
    samples: [{ value }],
  });
  return [
    {
      name: 'buildbutler_info',
      help: 'The version that runs.',
      type: 'gauge',
      samples: [{ labels: { version, node: process.version }, value: 1 }],
    },
    gauge('process_resident_memory_bytes', 'Memory in use.', process.memoryUsage.rss()),
    gauge('process_uptime_seconds', 'Seconds since the start.', process.uptime()),
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time used.',
      type: 'counter',
      samples: [{ value: (system + user) / 1_000_000 }],
    },
  ];
}
