/**
 * Lets one piece of long work begin in each turn of the event loop: hundreds of runs that begin, are taken up or end in one moment would hold it up for as long as all of them take, and with it every answer, board and press.
 */
export interface LoopTurns {
  /** Resolves when it is the caller's turn, in the order they came; at once for the first of a turn of the event loop. Never rejects. */
  next(): Promise<void>;
}

export function createLoopTurns(): LoopTurns {
  const waiting: (() => void)[] = [];
  let isTaken = false;

  function pass(): void {
    const go = waiting.shift();
    isTaken = go !== undefined;
    if (go === undefined) return;
    setImmediate(pass);
    go();
  }

  return {
    async next() {
      if (isTaken) return await new Promise<void>((resolve) => waiting.push(resolve));
      isTaken = true;
      setImmediate(pass);
    },
  };
}
