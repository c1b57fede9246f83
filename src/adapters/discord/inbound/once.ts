/** Events that are remembered. */
const MOST = 1_000;

/** Does what an event asks for once, also where it is told again; again only where the first time failed. Rejects as `act` does. */
export type Once = (name: string, act: () => Promise<void>) => Promise<void>;

/** Within this process: a connection that is resumed tells again what it told before, and by then a request may read as a word about the run that it began. */
export function createOnce(): Once {
  const known = new Map<string, Promise<boolean>>();
  return async (name, act) => {
    if ((await known.get(name)) === true) return;
    const done = Promise.withResolvers<boolean>();
    known.set(name, done.promise);
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    try {
      await act();
      done.resolve(true);
    } catch (error) {
      done.resolve(false);
      throw error;
    }
  };
}
