/** A process's hold on the world: once dead, nothing it began comes back to it. */
export interface Life {
  dead: boolean;
  /** Counts calls, and dies right before or right after the one that `dies` names. */
  calls: number;
  dies: { readonly at: number; readonly when: 'before' | 'after' } | null;
}

export const createLife = (dies: Life['dies'] = null): Life => ({ dead: false, calls: 0, dies });

const NEVER = new Promise<never>(() => {});

/** The same port as a process sees it that may die at any call: what was done before stays done, and nothing comes back. */
export function mortal<T extends object>(port: T, life: Life): T {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        life.calls += 1;
        const at = life.calls;
        if (life.dies?.at === at && life.dies.when === 'before') life.dead = true;
        if (life.dead) return await NEVER;
        const result: unknown = await Reflect.apply(member, target, args);
        if (life.dies?.at === at && life.dies.when === 'after') life.dead = true;
        return life.dead ? await NEVER : result;
      };
    },
  });
}
