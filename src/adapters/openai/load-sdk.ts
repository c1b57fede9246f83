import { setImmediate as turnOfLoop } from 'node:timers/promises';

/** What calls need and no start waits for: loading it takes 150 ms, once in a process. In pieces, with whoever waited for it apart: the event loop stands still for each. */
export async function loadSdk() {
  const { OpenAI } = await import('openai');
  await turnOfLoop();
  const { createLeanFetch } = await import('./lean-fetch.ts');
  await turnOfLoop();
  return { OpenAI, createLeanFetch };
}
