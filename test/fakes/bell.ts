/** Rung at everything that happens, for whoever waits for something of it. */
export interface Bell {
  readonly ring: () => void;
  /** Calls `listener` at each ring, in the middle of it, until what it gives is called. */
  hear(listener: () => void): () => void;
}

export function createBell(): Bell {
  const listeners = new Set<() => void>();
  return {
    ring() {
      for (const listener of listeners) listener();
    },
    hear(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
