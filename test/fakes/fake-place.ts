import type { Render } from '#core/deliver/render.ts';
import type { Address, Budgets, Found, Poster, Sent, Tag } from '#core/ports/poster.ts';

/** What a call comes to: done, or not, or nobody can tell. */
export type Fault = 'ok' | 'later' | 'lost' | 'lost after it was done';

export interface PlacedMessage {
  readonly id: string;
  readonly thread: string | null;
  readonly tag: Tag;
  text: string;
  /** How often it was edited. */
  edits: number;
}

/** A chat place on fakes: what people see there, and how calls fail. */
export interface FakePlace {
  readonly poster: Poster<string>;
  /** In the order posted; what was taken away is gone. */
  readonly messages: PlacedMessage[];
  readonly told: string[];
  /** Says what the next call comes to; by default all are well. */
  fault: (method: 'post' | 'replace' | 'find' | 'tell', key: string) => Fault;
  /** Null: it can be written. */
  refuses: string | null;
  /** What is not taken there: the text of such a message, and why. */
  untaken: { readonly text: RegExp; readonly reason: string } | null;
  canFind: boolean;
  readonly calls: { readonly method: string; readonly key: string }[];
}

export function createFakePlace(): FakePlace {
  let ids = 0;
  const answer = (fault: Fault, act: () => string): Sent => {
    if (fault === 'later') return { kind: 'later', afterMs: 2_000 };
    if (fault === 'lost') return { kind: 'unclear' };
    const messageId = act();
    return fault === 'ok' ? { kind: 'sent', messageId } : { kind: 'unclear' };
  };

  const place: FakePlace = {
    messages: [],
    told: [],
    calls: [],
    fault: () => 'ok',
    refuses: null,
    untaken: null,
    canFind: true,
    poster: {
      async post(to, text, tag) {
        place.calls.push({ method: 'post', key: tag.key });
        if (place.refuses !== null) return { kind: 'refused', what: 'place', reason: place.refuses };
        if (place.untaken?.text.test(text)) return { kind: 'refused', what: 'content', reason: place.untaken.reason };
        return answer(place.fault('post', tag.key), () => {
          ids += 1;
          place.messages.push({ id: `m${ids}`, thread: to.thread, tag, text, edits: 0 });
          return `m${ids}`;
        });
      },
      async replace(_to, messageId, text, tag) {
        place.calls.push({ method: 'replace', key: tag.key });
        if (place.refuses !== null) return { kind: 'refused', what: 'place', reason: place.refuses };
        const at = place.messages.findIndex((message) => message.id === messageId);
        const message = place.messages[at];
        if (message === undefined) return { kind: 'refused', what: 'message', reason: 'deleted' };
        return answer(place.fault('replace', tag.key), () => {
          if (text === null) place.messages.splice(at, 1);
          else Object.assign(message, { text, edits: message.edits + 1 });
          return messageId;
        });
      },
      async find(_to, tag): Promise<Found> {
        place.calls.push({ method: 'find', key: tag.key });
        if (!place.canFind) return { kind: 'unknown' };
        const fault = place.fault('find', tag.key);
        if (fault !== 'ok') return { kind: 'later', afterMs: 1_000 };
        const message = place.messages.find((it) => it.tag.runId === tag.runId && it.tag.key === tag.key);
        return message === undefined ? { kind: 'none' } : { kind: 'found', messageId: message.id };
      },
      async tell(_aside, text, tag) {
        place.calls.push({ method: 'tell', key: tag.key });
        return answer(place.fault('tell', tag.key), () => {
          place.told.push(text);
          return 'aside';
        });
      },
    },
  };
  return place;
}

/** Budgets that never make anybody wait. */
export const NO_LIMITS: Budgets = {
  post: ({ place }: Address) => ({ scope: `post ${place}`, gapMs: 1, burst: 1_000 }),
  replace: ({ place }: Address) => ({ scope: `replace ${place}`, gapMs: 1, burst: 1_000 }),
};

/** One line a message; an answer has a part for each 20 characters, and from six parts on is cut. */
export const PLAIN_RENDER: Render<string> = {
  board: (view, person, begins) =>
    `${begins ? `${person} asked: ` : ''}${view.phase} ${view.ledger.done}/${view.lanes.length} r${view.revision}`,
  lane: (_view, lane, text) => ({
    content: `${lane.index} ${lane.status}: ${(text ?? lane.note ?? '').slice(0, 40)}`,
    whole: (text ?? '').length <= 40,
  }),
  answer(view) {
    const text = view.answer ?? view.question ?? 'no answer';
    const parts = text.match(/[\s\S]{1,60}/g) ?? ['nothing'];
    return parts.length > 5 ? { parts: parts.slice(0, 1), whole: false } : { parts, whole: true };
  },
  reply: (_view, reply) => `said to ${reply.person}: ${reply.text}`,
  file: (view, file) => `${file.name} of revision ${view.revision}`,
  unfiled: (_view, names, reason) => `without ${names.join(', ')} (${reason})`,
  aside: (view, step, reason) => `${step} ${view.ledger.done}/${view.lanes.length} (${reason})`,
};
