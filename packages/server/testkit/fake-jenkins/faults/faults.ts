/** Everything that can go wrong with an answer. `import * as faults` and `fake.faults.add(faults.silent, …)`. */
export * from './answer-faults.ts';
export * from './status-faults.ts';
export * from './transport-faults.ts';
