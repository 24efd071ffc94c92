/** One figure and its samples; names are ours, so nothing in them needs escaping. */
export interface Figure {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** The text format that Prometheus scrapes (0.0.4). */
export function prometheusText(figures: readonly Figure[]): string {
  const blocks = figures.map(({ help, name, samples, type }) => {
    const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}`);
    return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n');
  });
  return `${blocks.join('\n')}\n`;
}
