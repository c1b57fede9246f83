import { WebAPIPlatformError } from '@slack/web-api';
import { FanoutError } from '#core/errors.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Clients, TeamClients } from './clients.ts';
import type { SlackPlace } from './place.ts';

/** How long a yes is taken for granted: so long may one who left a channel still press there. In milliseconds. */
const REMEMBER_MS = 60_000;
const MOST_REMEMBERED = 10_000;
/** Of a thousand members each. */
const MOST_PAGES = 100;

/**
 * How somebody stands to a conversation, by Slack's word.
 *   in       a member
 *   out      none
 *   unseen   Fanout may not look: it is no member of a private one, is not installed any more, or lacks `scope`
 */
export type Standing = { readonly kind: 'in' } | { readonly kind: 'out' } | { readonly kind: 'unseen'; readonly scope: string | null };

/** Who is in a conversation, and whether everybody else may look into it. Rejects with a `FanoutError` when Slack does not answer. */
export interface Membership {
  standing(place: SlackPlace, user: string): Promise<Standing>;
  /** A public channel of the workspace. False where Fanout can't look. */
  isPublic(place: SlackPlace): Promise<boolean>;
}

const IN: Standing = { kind: 'in' };
const OUT: Standing = { kind: 'out' };

export function createMembership({ clients, clock }: { readonly clients: Clients; readonly clock: Clock }): Membership {
  const known = new Map<string, number>();

  async function ask({ calls }: TeamClients, channel: string, user: string): Promise<Standing> {
    let cursor = '';
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const found = await calls.conversations.members({ channel, limit: 1_000, ...(cursor === '' ? {} : { cursor }) });
      if (found.members?.includes(user)) return IN;
      cursor = found.response_metadata?.next_cursor ?? '';
      if (cursor === '') return OUT;
    }
    return OUT;
  }

  return {
    async standing(place, user) {
      const key = `${place.team}/${place.channel}/${user}`;
      if ((known.get(key) ?? 0) > clock.now()) return IN;
      const theirs = await clients.of(place.team);
      if (theirs === null) return { kind: 'unseen', scope: null };
      const it = await ask(theirs, place.channel, user).catch(toStanding);
      known.delete(key);
      if (it.kind === 'in') known.set(key, clock.now() + REMEMBER_MS);
      for (const oldest of known.keys()) {
        if (known.size <= MOST_REMEMBERED) break;
        known.delete(oldest);
      }
      return it;
    },
    async isPublic({ team, channel }) {
      const theirs = await clients.of(team);
      if (theirs === null) return false;
      try {
        const { channel: it } = await theirs.calls.conversations.info({ channel });
        return it !== undefined && it.is_private === false && it.is_im !== true && it.is_mpim !== true;
      } catch (error) {
        return toStanding(error).kind === 'in';
      }
    },
  };
}

/** What is no word of Slack's about it. */
const SILENCE = [
  'fatal_error',
  'fetch_members_failed',
  'internal_error',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
];

function toStanding(error: unknown): Standing {
  if (!(error instanceof WebAPIPlatformError) || SILENCE.includes(error.data.error)) throw toSilence(error);
  if (error.data.error !== 'missing_scope') return { kind: 'unseen', scope: null };
  const needed = 'needed' in error.data ? error.data.needed : null;
  // It goes into a sentence, so only what looks like scopes is taken.
  return {
    kind: 'unseen',
    scope: typeof needed === 'string' && /^[a-z]+:[a-z.:,]+$/.test(needed) ? needed.replaceAll(',', ', ') : 'channels:read',
  };
}

export const toSilence = (cause: unknown): FanoutError => new FanoutError('internal', 'Slack did not answer, send it again.', { cause });
