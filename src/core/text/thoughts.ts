import { createCodeEnds, FENCE } from './code-ends.ts';

/**
 * How a model marks its thoughts: words and tokens of its template, which servers that do not know them leave in
 * the text.
 */
interface Form {
  readonly open: string;
  readonly close: string;
}

const TAG = String.raw`(?:\w{1,16}:)?(?:think(?:ing)?|thoughts?|reasoning)`;
/** A channel of gpt-oss: `<|start|>assistant<|channel|>final <|constrain|>json<|message|>`. */
const channel = (names: string): string => String.raw`(?:<\|start\|>assistant)?<\|channel\|>(?:${names})\b[^\n]{0,60}?<\|message\|>`;

const FORMS: readonly Form[] = [
  // DeepSeek, Qwen, GLM, MiniMax and most others; Seed puts a name space before it.
  { open: String.raw`<${TAG}(?:\s[^<>\n]{0,200})?>`, close: `</${TAG}>` },
  // Kimi, Mistral, Gemma.
  { open: '◁think▷', close: '◁/think▷' },
  { open: String.raw`(?-i:\[THINK\])`, close: String.raw`(?-i:\[/THINK\])` },
  { open: String.raw`<\|channel>thought`, close: String.raw`<channel\|>` },
  { open: channel('analysis|commentary'), close: channel('final') },
];
/**
 * The channels where a server left out the tokens and not the words: `analysisWe need …assistantfinalBonjour`.
 * Both must be there: one alone may be any word.
 */
const BARE = /^\s*analysis(?=[\p{L}\p{N}"“(]).*?assistantfinal/su;
/** What gpt-oss ends an answer with. */
const END = /(?:<\|(?:return|end)\|>\s{0,9}){1,4}$/u;

const MARK = FORMS.map(({ open, close }, nth) => `(?<open${nth}>${open})|(?<close${nth}>${close})`).join('|');
const FIRST_MARK = new RegExp(MARK, 'iu');
/** Whatever begins code, and whatever begins or ends a thought. */
const SCAN = new RegExp(`${FENCE}|(?<ticks>\`+)|${MARK}`, 'gimu');

/**
 * A model's text without what it thought before and between; null where no answer is left: it was cut while it
 * thought, or said nothing else. A text without thoughts comes back as it is.
 *
 * A thought begins where the text does, right behind another, or where a line begins after one of the same mark.
 * Templates write the opening mark into the prompt, so a closing one that stands alone ends whatever it stands
 * behind. What
 * looks like a mark anywhere else is the text's own, with all up to its closing one; so it is in code (a fence
 * that is closed, backticks in a line), in a whole JSON value, in mid-sentence, and where tags of an answer stand
 * beside it. Time grows with the length of the text.
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
  let former = '';
  for (let mark = marks.next(); mark !== null; mark = marks.next()) {
    const starts = mark.opens !== null && begins(text, mark, kept, former);
    if (!starts && isMention(text, mark)) continue;
    if (mark.opens === null) {
      pieces = [];
      kept = mark.end;
    } else {
      const end = marks.endOf(mark.opens, mark.end);
      if (!starts || (end !== null && isPartOfAnswer(text, mark, end))) continue;
      if (end === null) return null;
      pieces.push(...[text.slice(kept, mark.index)].filter((piece) => piece.trim() !== ''));
      kept = end;
    }
    former = toName(text, mark);
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
        // The answer has whole blocks, and so an even number of fences: where a closing mark has as many behind it,
        // only its thought left one open.
        const stray = block !== null && block.fences % 2 === 0 ? findClosing(text, scan.lastIndex, block.end) : null;
        const end = stray?.end ?? block?.end ?? (ticks === undefined ? null : code.ofTicks(scan.lastIndex, ticks.length));
        scan.lastIndex = end ?? scan.lastIndex;
        if (stray !== null) return stray;
      }
      return null;
    },
    /**
     * Behind the mark that ends a thought of that form, from where the next marks are looked for; null: there
     * is none.
     */
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

/**
 * A mark that a sentence speaks of (before it in its line a blank, and what opens a quotation or stress; behind it
 * a blank or a mark), or in an indented block of code.
 */
const isMention = (text: string, { index, end }: Mark): boolean =>
  /\n(?: {4}|\t)[ \t]*$/.test(text.slice(Math.max(0, index - 40), index)) ||
  (/\S[ \t]["'“‘„«(*_]{0,3}$/.test(text.slice(Math.max(0, index - 5), index)) && /[ \t.,;:!?)"'”’»*_-]/.test(text[end] ?? ''));

/**
 * Whether a thought may begin there: at the start of what is left, or where a line begins. A tag that answers
 * have too begins one in a line only after one that was marked so; one with attributes is markup.
 */
function begins(text: string, mark: Mark, kept: number, former: string): boolean {
  const name = toName(text, mark);
  if (/^<\w[^>]*\s/.test(name)) return false;
  const beginsLine = text[mark.index - 1] === '\n' && (former === name || !ORDINARY.test(name));
  return beginsLine || text.slice(kept, mark.index).trim() === '';
}

/** Tags that answers have too. */
const ORDINARY = /^<(?:thoughts?|reasoning)>$/;

const toName = (text: string, { index, end }: Mark): string => text.slice(index, end).replace('/', '').toLowerCase();

/** Whether it stands with another tag right behind: `<reasoning>…</reasoning><score>6</score>`. */
const isPartOfAnswer = (text: string, mark: Mark, end: number): boolean =>
  ORDINARY.test(toName(text, mark)) && /^\s*<[a-z]/i.test(text.slice(end, end + 40));

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
