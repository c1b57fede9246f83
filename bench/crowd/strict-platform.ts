import { setTimeout as sleep } from 'node:timers/promises';
import type { Address, Budget, Budgets, Poster, Sent, Tag } from '#core/ports/poster.ts';
import type { PlainMessage } from './plain-render.ts';

/** As Discord's: about five sends in five seconds and channel, and as many edits. */
const GAP_MS = 1_000;
const BURST = 5;
/** What one call takes. */
const CALL_MS = 40;

/** What Fanout keeps to: a little less than the platform takes, as its adapters do. */
export const BUDGETS: Budgets = {
  post: ({ place }) => ({ scope: `post ${place}`, gapMs: 1_100, burst: 4 }),
  replace: ({ place }) => ({ scope: `edit ${place}`, gapMs: 1_100, burst: 4 }),
};

/** Between two edits of each of so many boards of one channel where all of them always have something new: as the platform takes them, and at the pace that Fanout keeps. In milliseconds. */
export const toRounds = (boards: number): { readonly takenMs: number; readonly keptMs: number } => ({
  takenMs: GAP_MS * boards,
  keptMs: BUDGETS.replace({ place: '', thread: null }).gapMs * boards,
});

export interface StrictPlatform {
  readonly poster: Poster<PlainMessage>;
  /** Calls it refused, since they came too fast. */
  readonly refused: () => number;
  /** Messages that are there more than once. */
  readonly doubled: () => number;
  readonly messages: () => number;
  /** All of a run's, by key. */
  readonly has: (runId: string, key: string) => boolean;
}

/** A platform that takes so much and no more, in this process. `onBoard` hears of every board that is there. */
export function createStrictPlatform(onBoard: (runId: string, done: number) => void): StrictPlatform {
  const levels = new Map<string, { level: number; atMs: number }>();
  const posted = new Map<string, number>();
  let ids = 0;
  let refused = 0;

  function take({ scope }: Budget): number {
    const nowMs = performance.now();
    const it = levels.get(scope) ?? { level: BURST, atMs: nowMs };
    const level = Math.min(BURST, it.level + (nowMs - it.atMs) / GAP_MS);
    levels.set(scope, { level: level >= 1 ? level - 1 : level, atMs: nowMs });
    return level >= 1 ? 0 : Math.ceil((1 - level) * GAP_MS);
  }

  async function call(budget: Budget, tag: Tag, content: PlainMessage | null, act: () => string): Promise<Sent> {
    await sleep(CALL_MS);
    const afterMs = take(budget);
    if (afterMs > 0) {
      refused += 1;
      return { kind: 'later', afterMs };
    }
    const messageId = act();
    if (content?.done != null) onBoard(tag.runId, content.done);
    return { kind: 'sent', messageId };
  }

  const nameOf = (tag: Tag): string => `${tag.runId} ${tag.key}`;
  return {
    refused: () => refused,
    doubled: () => [...posted.values()].filter((times) => times > 1).length,
    messages: () => posted.size,
    has: (runId, key) => posted.has(`${runId} ${key}`),
    poster: {
      post: (to: Address, content, tag) =>
        call(BUDGETS.post(to), tag, content, () => {
          posted.set(nameOf(tag), (posted.get(nameOf(tag)) ?? 0) + 1);
          ids += 1;
          return `m${ids}`;
        }),
      replace: (to, messageId, content, tag) => call(BUDGETS.replace(to), tag, content, () => messageId),
      find: async () => ({ kind: 'none' }),
      tell: async () => ({ kind: 'sent', messageId: 'aside' }),
    },
  };
}
