/** What requests have cost a controller. */
export interface Load {
  readonly requests: number;
  /** As they came over the wire, mostly compressed. */
  readonly bytes: number;
  /** From sending a request to the end of its answer; of a streamed one to its beginning. */
  readonly controllerMs: number;
  /** Build records it had to load, estimated. */
  readonly recordLoads: number;
}

/** Sums up what a controller is put to. */
export interface LoadMeter {
  add(load: Partial<Load>): void;
  /** Everything since the last time. */
  take(): Load;
}

const none: Load = { requests: 0, bytes: 0, controllerMs: 0, recordLoads: 0 };

export function createLoadMeter(): LoadMeter {
  let sum = none;
  return {
    add({ requests = 0, bytes = 0, controllerMs = 0, recordLoads = 0 }) {
      sum = {
        requests: sum.requests + requests,
        bytes: sum.bytes + bytes,
        controllerMs: sum.controllerMs + controllerMs,
        recordLoads: sum.recordLoads + recordLoads,
      };
    },
    take() {
      const taken = sum;
      sum = none;
      return taken;
    },
  };
}
