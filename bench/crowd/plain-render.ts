import type { Render } from '#core/deliver/render.ts';

/** A message as plain data, with what a test of the books wants to know of it. */
export interface PlainMessage {
  readonly text: string;
  /** Of a board: lanes done; else null. */
  readonly done: number | null;
}

const toMessage = (text: string, done: number | null = null): PlainMessage => ({ text, done });

/** A line a lane on the board, as chats have it; texts cut to what a message takes. */
export const PLAIN_RENDER: Render<PlainMessage> = {
  board: (view, person, begins) => {
    const lanes = view.lanes.map(({ index, title, status, note }) => `${index} ${title} ${status} ${note ?? ''}`);
    return toMessage(
      [`${begins ? `${person} asked: ` : ''}${view.title} ${view.phase} r${view.revision}`, ...lanes].join('\n'),
      view.ledger.done,
    );
  },
  lane: (_view, lane, text) => ({ content: toMessage(`${lane.index} ${lane.status}: ${text ?? lane.note ?? ''}`), whole: true }),
  answer(view) {
    const text = view.answer ?? view.question ?? 'no answer';
    return text.length > 4_000 ? { parts: [toMessage(text.slice(0, 4_000))], whole: false } : { parts: [toMessage(text)], whole: true };
  },
  reply: (_view, reply) => toMessage(`${reply.person}: ${reply.text}`),
  file: (view, file) => toMessage(`${file.name} of revision ${view.revision}, ${file.bytes.length} bytes`),
  unfiled: (_view, names, reason) => toMessage(`without ${names.join(', ')} (${reason})`),
  aside: (_view, step, reason) => toMessage(`${step} (${reason})`),
};
