import { createCodeEnds, FENCE } from './code-ends.ts';

/** How a model marks its thoughts: words and tokens of its template, which servers that do not know them leave in the text. */
interface Form {
  readonly open: string;
  readonly close: string;
}

const TAG = String.raw`(?:\w{1,16}:)?(?:think(?:ing)?|thoughts?|reasoning)>`;
/** A channel of gpt-oss: `<|start|>assistant<|channel|>final <|constrain|>json<|message|>`. */
const channel = (names: string): string => String.raw`(?:<\|start\|>assistant)?<\|channel\|>(?:${names})\b[^\n]{0,60}?<\|message\|>`;

const FORMS: readonly Form[] = [
  // DeepSeek, Qwen, GLM, MiniMax and most others; Seed puts a name space before it.
  { open: `<${TAG}`, close: `</${TAG}` },
  // Kimi, Mistral, Gemma.
  { open: '◁think▷', close: '◁/think▷' },
  { open: String.raw`(?-i:\[THINK\])`, close: String.raw`(?-i:\[/THINK\])` },
  { open: String.raw`<\|channel>thought`, close: String.raw`<channel\|>` },
  { open: channel('analysis|commentary'), close: channel('final') },
];
/** The channels where a server left out the tokens and not the words: `analysisWe need …assistantfinalBonjour`. */
const BARE = /^\s*analysis(?:.*?assistantfinal|\p{Lu}.*$)/su;
/** What gpt-oss ends an answer with. */
const END = /(?:<\|(?:return|end)\|>\s{0,9}){1,4}$/u;

const MARK = FORMS.map(({ open, close }, nth) => `(?<open${nth}>${open})|(?<close${nth}>${close})`).join('|');
const FIRST_MARK = new RegExp(MARK, 'iu');
/** Whatever begins code, and whatever begins or ends a thought. */
const SCAN = new RegExp(`${FENCE}|(?<ticks>\`+)|${MARK}`, 'gimu');

/**
 * A model's text without what it thought before and between; null where no answer is left: it was cut while it thought, or said nothing else. A text without thoughts comes back as it is.
 *
 * A thought ends at its closing mark. Templates write the opening one into the prompt, so a closing mark that stands alone ends whatever it stands behind. What looks like a mark is none in code (a fence that is
 * closed, backticks in a line) and in a whole JSON value, where the text is about it; nor is an opening tag in mid-sentence that nothing closes. Time grows with the length of the text.
 */
export function withoutThoughts(text: string): string | null {
  const from = BARE.exec(text)?.[0].length ?? 0;
  if (from === 0 && !FIRST_MARK.test(text)) return text;
  const pieces = toPieces(text, from) ?? [];
  if (pieces[0] === text) return text;
  const joined = pieces.map((piece, nth) => (/\s/.test(pieces[nth - 1]?.at(-1) ?? ' ') ? piece.trimStart() : piece)).join('');
  const answer = joined.replace(END, '');
  return answer.trim() === '' ? null : answer;
}

/** What stands outside of thoughts, in order; null where one never ends. All before `from` is one. */
function toPieces(text: string, from: number): readonly string[] | null {
  const marks = createMarks(text, from);
  let pieces: string[] = [];
  let kept = from;
  if (isJson(text, kept)) return [text.slice(kept)];
  for (let mark = marks.next(); mark !== null; mark = marks.next()) {
    if (mark.opens === null) {
      pieces = [];
      kept = mark.end;
    } else {
      const end = marks.endOf(mark.opens, mark.end);
      if (end === null && isMention(text, mark)) continue;
      if (end === null) return null;
      pieces.push(...[text.slice(kept, mark.index)].filter((piece) => piece.trim() !== ''));
      kept = end;
    }
    if (pieces.length === 0 && isJson(text, kept)) break;
  }
  return [...pieces, text.slice(kept)];
}

interface Mark {
  /** The form whose thought it opens; null: it closes one. */
  readonly opens: number | null;
  readonly index: number;
  /** Behind it. */
  readonly end: number;
}

function toMark({ index, 0: { length }, groups = {} }: RegExpExecArray): Mark | null {
  const name = Object.keys(groups).find((it) => /\d$/.test(it) && groups[it] !== undefined);
  return name === undefined ? null : { opens: name.startsWith('open') ? Number(name.slice(4)) : null, index, end: index + length };
}

/** The marks of a text from there on, in order, without those in code. */
function createMarks(text: string, from: number) {
  const code = createCodeEnds(text);
  const scan = new RegExp(SCAN);
  scan.lastIndex = from;
  const closers: (RegExp | null)[] = FORMS.map(({ close }) => new RegExp(close, 'giu'));

  return {
    next(): Mark | null {
      for (let found = scan.exec(text); found !== null; found = scan.exec(text)) {
        const mark = toMark(found);
        if (mark !== null) return mark;
        const { ticks } = found.groups ?? {};
        const block = ticks === undefined ? code.ofFence(found.index) : null;
        // The answer has whole blocks, and so an even number of fences: where a closing mark has as many behind it, only its thought left one open.
        const stray = block !== null && block.fences % 2 === 0 ? findClosing(text, scan.lastIndex, block.end) : null;
        const end = stray?.end ?? block?.end ?? (ticks === undefined ? null : code.ofTicks(scan.lastIndex, ticks.length));
        scan.lastIndex = end ?? scan.lastIndex;
        if (stray !== null) return stray;
      }
      return null;
    },
    /** Behind the mark that ends a thought of that form, from where the next marks are looked for; null: there is none. */
    endOf(form: number, at: number): number | null {
      const closer = closers[form] ?? null;
      if (closer === null) return null;
      closer.lastIndex = at;
      if (closer.exec(text) === null) {
        // There is none behind later marks either: looked for once.
        closers[form] = null;
        return null;
      }
      scan.lastIndex = closer.lastIndex;
      return closer.lastIndex;
    },
  };
}

/** The first mark between these places, where it closes a thought. */
function findClosing(text: string, from: number, to: number): Mark | null {
  const found = FIRST_MARK.exec(text.slice(from, to));
  const mark = found === null ? null : toMark(found);
  return mark === null || mark.opens !== null ? null : { ...mark, index: from + mark.index, end: from + mark.end };
}

/** A tag that a sentence speaks of: blanks or quotation marks before it, in its line, and a blank or a mark behind it. */
const isMention = (text: string, { opens, index, end }: Mark): boolean =>
  opens === 0 && /\S[ \t"'“(]{1,3}$/.test(text.slice(Math.max(0, index - 4), index)) && /[ \t.,;:!?)"'”-]/.test(text[end] ?? '');

function isJson(text: string, from: number): boolean {
  const rest = text.slice(from);
  if (!/^\s*[[{]/.test(rest)) return false;
  try {
    JSON.parse(rest);
    return true;
  } catch {
    return false; // prose, or half a value
  }
}
