import type { WebClient } from '@slack/web-api';
import PQueue from 'p-queue';
import { callSlack, type Patience, type PatienceDeps } from './patience.ts';
import type { NameOf } from './unescape.ts';

/** People whose names are asked for in one read; the others stay numbers. */
const MAX_ASKED = 50;
/** `users.info` allows some 100 a minute (Tier 4). */
const CONCURRENCY = 4;
const MAX_NAME_CHARS = 80;

export interface PeopleDeps extends PatienceDeps {
  readonly client: WebClient;
  readonly patience: Patience;
}

/**
 * Names of these users, in the order they appear: as they call themselves where the app may know (`users:read`), else "person 1", "person 2", …; two of one name are told apart. A name
 * is a nicety: no failure of Slack's comes through, only `signal.reason` once aborted.
 */
export async function namePeople(userIds: readonly string[], deps: PeopleDeps, signal: AbortSignal): Promise<NameOf> {
  const ids = [...new Set(userIds)];
  const found = await askNames(ids.slice(0, MAX_ASKED), deps, signal);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  ids.forEach((id, index) => {
    const wanted = found.get(id) ?? `person ${index + 1}`;
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted} (${count})`;
    taken.add(name);
    names.set(id, name);
  });
  return (id) => names.get(id) ?? null;
}

async function askNames(ids: readonly string[], deps: PeopleDeps, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const turns = new PQueue({ concurrency: CONCURRENCY });
  // What refused one will refuse the next, and a limit is better kept for the messages.
  let refused = false;
  const ask = async (user: string): Promise<void> => {
    if (refused) return;
    try {
      // Not through `patience`: nobody waits for a name.
      const { user: info } = await callSlack(
        deps,
        { call: (_title, call) => call() },
        'a name',
        () => deps.client.users.info({ user }),
        signal,
      );
      const name = toName(info?.profile?.display_name) || toName(info?.profile?.real_name) || toName(info?.real_name) || toName(info?.name);
      if (name !== '') names.set(user, name);
    } catch {
      signal.throwIfAborted();
      refused = true;
    }
  };
  await Promise.all(ids.map((id) => turns.add(() => ask(id))));
  return names;
}

/** On one line, without the marks of Markdown that would make it more than a name. */
const toName = (name: string | undefined): string =>
  (name ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[*_`[\]<>]/g, '')
    .trim()
    .slice(0, MAX_NAME_CHARS);

/** Ids of the people mentioned in these texts, as Slack writes them. */
export function mentionedIn(text: string): string[] {
  return [...text.matchAll(/<@([A-Z0-9]+)>|"user_id":"([A-Z0-9]+)"/g)].map((match) => match[1] ?? match[2] ?? '');
}
