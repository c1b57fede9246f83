import type { Chat } from '#core/ports/chat.ts';

/** All of them until the stop; where one can't go on none does, nor where the store is `lost`, and what supervises Fanout starts it again. */
export async function runChats(chats: readonly Chat[], lost: Promise<never>, stopped: AbortSignal): Promise<void> {
  const failed = new AbortController();
  lost.catch((error: unknown) => failed.abort(error));
  const until = AbortSignal.any([stopped, failed.signal]);
  const run = async (chat: Chat): Promise<void> => {
    try {
      await chat.run(until);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  const ended = await Promise.allSettled(chats.map(run));
  const broken = ended.find((it) => it.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  failed.signal.throwIfAborted();
}
