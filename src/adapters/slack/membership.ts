import { WebAPIPlatformError } from '@slack/web-api';
import type { Clock } from '#core/ports/clock.ts';
import type { Clients } from './clients.ts';
import type { SlackPlace } from './place.ts';

/** How long a yes is taken for granted: so long may one who left a channel still press there. In milliseconds. */
const REMEMBER_MS = 60_000;
const MOST_REMEMBERED = 10_000;
/** Of a thousand members each. */
const MOST_PAGES = 100;

/** Who is in a conversation, by Slack's word. */
export interface Membership {
  /** False too where Fanout itself can't look. Rejects when Slack can't be reached. */
  has(place: SlackPlace, user: string): Promise<boolean>;
}

export function createMembership({ clients, clock }: { readonly clients: Clients; readonly clock: Clock }): Membership {
  const known = new Map<string, number>();

  async function ask({ team, channel }: SlackPlace, user: string): Promise<boolean> {
    const theirs = await clients.of(team);
    if (theirs === null) return false;
    let cursor = '';
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const found = await theirs.calls.conversations.members({ channel, limit: 1_000, ...(cursor === '' ? {} : { cursor }) });
      if (found.members?.includes(user)) return true;
      cursor = found.response_metadata?.next_cursor ?? '';
      if (cursor === '') return false;
    }
    return false;
  }

  return {
    async has(place, user) {
      const key = `${place.team}/${place.channel}/${user}`;
      if ((known.get(key) ?? 0) > clock.now()) return true;
      const isMember = await ask(place, user).catch((error: unknown) => {
        if (error instanceof WebAPIPlatformError) return false;
        throw error;
      });
      known.delete(key);
      if (isMember) known.set(key, clock.now() + REMEMBER_MS);
      for (const oldest of known.keys()) {
        if (known.size <= MOST_REMEMBERED) break;
        known.delete(oldest);
      }
      return isMember;
    },
  };
}
