import { EACH_MESSAGE, FILES, MESSAGES_POINTED_AT, TALK, TALK_ITSELF, TALK_ONLY } from './talk-phrases.ts';

/** Longer words are material. In UTF-16 code units. */
const MAX_CHARS = 2_000;
/** How far into a message an order may point at its talk. */
const MAX_ORDER_CHARS = 400;
/**
 * A text of one's own that follows is material; shorter than this it is a wish about the talk ("summarize this
 * thread: decisions, owners").
 */
const OWN_TEXT_CHARS = 120;

/** What stands in quotes is somebody's text, and points at nothing. As long as before. */
const QUOTED =
  /"[^"\n]{1,400}"|“[^”\n]{1,400}”|„[^“”\n]{1,400}[“”]|«[^»\n]{1,400}»|「[^」\n]{1,400}」|『[^』\n]{1,400}』|`[^`\n]{1,400}`/gu;
const mask = (text: string): string => text.slice(0, MAX_CHARS).replace(QUOTED, (quoted) => '\uFFFC'.repeat(quoted.length));

/** What stands behind a colon, to the end. */
const BEHIND_COLON = /^[^\n:：]*[:：]\s*(\S[\s\S]*)$/;
const isBulleted = (text: string): boolean =>
  text.split('\n').every((line) => line.trim() === '' || /^\s*(?:[-*•・]|\d{1,2}[.)])\s/u.test(line));

/** A text of one's own, and no further wish. */
const isOwnText = (text: string): boolean => text.length > OWN_TEXT_CHARS || (text.trim().includes('\n') && !isBulleted(text));

/**
 * Whether a request points at the talk that it stands in: "summarize this thread", "übersetze alles oben ins
 * Französische". Only by its words, where they are the order and neither quoted nor a text of one's own: a bare
 * "this" may mean
 * what is attached, and that is for `missingMaterial` to tell. Takes any text.
 */
export function refersToThread(text: string): boolean {
  const masked = mask(text);
  const talk = TALK.exec(masked);
  if (talk !== null && isInOrder(masked, talk.index)) {
    const after = masked.slice(talk.index + talk[0].length);
    const own = BEHIND_COLON.exec(after)?.[1] ?? '';
    if (!isOwnText(own) && after.length <= MAX_ORDER_CHARS) return true;
  }
  const object = BEHIND_COLON.exec(masked)?.[1];
  if (object !== undefined && TALK_ONLY.test(object)) return true;
  const pointed = MESSAGES_POINTED_AT.exec(masked);
  if (pointed === null || !isInOrder(masked, pointed.index) || /\S.*\n/.test(masked.slice(0, pointed.index))) return false;
  // Messages, or what is above, that stand in the request itself are no talk around it.
  return !/^[^\n]*(?:[:：]\s*\S|\n\s*\S)/.test(masked.slice(pointed.index + pointed[0].length));
}

/** Not behind a colon, nor far down: there a text of one's own has begun. */
const isInOrder = (masked: string, at: number): boolean => at <= MAX_ORDER_CHARS && !/:\s|：/.test(masked.slice(0, at));

/**
 * Which part of a talk a request is about: `messages` where it singles them out ("translate each of these replies"),
 * `files` where it names them ("summarize these reports"), else the `whole`. Says nothing of whether it is about a
 * talk
 * at all.
 */
export type TalkShape = 'whole' | 'messages' | 'files';

export function threadShape(text: string): TalkShape {
  const masked = mask(text);
  if (EACH_MESSAGE.test(masked)) return 'messages';
  return FILES.test(masked) && !TALK_ITSELF.test(masked) ? 'files' : 'whole';
}
