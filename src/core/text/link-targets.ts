import { findSpans, type Span } from './inline-spans.ts';
import { toBlocks } from './markdown-blocks.ts';

type Link = Extract<Span, { kind: 'link' }>;

/** Only these open where a person expects it. */
const SAFE_SCHEME = /^(?:https?:\/\/|mailto:)/i;
const HAS_SCHEME = /^[^/?#]*(?::|&)/;

/** What looks like the name of a host, with or without what stands before and behind it in a URL. */
const HOST =
  /(?<![\p{L}\p{N}_.-])(?:[\p{L}\p{N}-]{1,63}[.。．｡]){1,9}(?:\p{L}{2,63}|xn--[a-z0-9-]{1,59}|(?<=\.\d{1,3}\.\d{1,3}\.)\d{1,3})(?![\p{L}\p{N}_-])/giu;

/** Images within images, beyond which nothing is a link. */
const MOST_IMAGES = 3;

/** Looks at one text, each at what the one before made. */
const MOST_TIMES = 6;

/** `[1]: https://…`, the target of a `[text][1]` somewhere else. */
const DEFINITION = /^([ \t>]*)(\[[^\]\r\n]{1,999}\]:)/gm;

/**
 * Markdown whose links go where they seem to: one whose text names a host other than its own becomes its text with the whole target behind it; one that is neither http(s) nor mailto becomes its text. Targets
 * written elsewhere in the text become text too. Other links stay as they are, and so does code.
 */
export function showLinkTargets(markdown: string): string {
  let shown = markdown;
  // What became text can make another link with what stands beside it; twice is nearly always enough.
  for (let times = 0; times < MOST_TIMES; times += 1) {
    const before = shown;
    shown = showOnce(before);
    if (shown === before) break;
  }
  return shown;
}

function showOnce(markdown: string): string {
  const start = /^(?:[^\S\r\n]*(?:\r\n|\r|\n))*/.exec(markdown)?.[0] ?? '';
  const shown = toBlocks(markdown).map(({ kind, lines, gap }) => {
    const text = lines.join('');
    return (kind === 'fence' || kind === 'indented' ? text : inText(text)) + gap;
  });
  return start + shown.join('');
}

function inText(text: string, depth = 0): string {
  if (!/[\]<]/.test(text)) return text;
  if (depth > MOST_IMAGES) return withoutTargets(text, false);
  let shown = '';
  let at = 0;
  const outermost = findSpans(text).filter(({ kind }) => kind !== 'emphasis');
  for (const span of outermost.sort((one, other) => one.from - other.from || other.to - one.to)) {
    if (span.from < at) continue;
    const whole = text.slice(span.from, span.to);
    shown += withoutTargets(text.slice(at, span.from), isLineStart(text, at));
    if (span.kind === 'link') shown += showLink(span, whole, depth);
    else if (span.kind === 'autolink') {
      const stays = SAFE_SCHEME.test(whole.slice(1)) || !whole.includes(':');
      shown += stays ? whole : withoutTargets(whole.slice(1, -1), isLineStart(text, span.from));
    } else shown += whole;
    at = span.to;
  }
  return shown + withoutTargets(text.slice(at), isLineStart(text, at));
}

const isLineStart = (text: string, at: number): boolean => at === 0 || text[at - 1] === '\n' || text[at - 1] === '\r';

/** Text between links, in which nothing that another reader may take for a link's end or target is left. */
function withoutTargets(text: string, atLineStart: boolean): string {
  const inert = text.replace(/\\[\s\S]|\](?=\()/g, (mark) => (mark === ']' ? '\\]' : mark));
  return inert.replace(DEFINITION, (whole, before: string, name: string, index: number) =>
    index === 0 && !atLineStart ? whole : `${before}\\${name}`,
  );
}

function showLink({ text, target }: Link, whole: string, depth: number): string {
  const label = inText(text, depth + 1);
  if (!SAFE_SCHEME.test(target)) return HAS_SCHEME.test(target) || target === '' ? label : `${label} (${target})`;
  const host = hostOf(target);
  if (host === null) return `${label} (${target})`;
  const seen = withoutImages(text).replace(/[\p{Cf}\\*_~`]/gu, '');
  const lies = [...seen.matchAll(HOST)].some(([name]) => !isSameHost(name, host));
  if (lies) return `${label} (${target})`;
  return label === text ? whole : whole.replace(text, () => label);
}

/** An image's target is not read by a person. */
function withoutImages(text: string): string {
  let seen = '';
  let at = 0;
  for (const span of findSpans(text).sort((one, other) => one.from - other.from || other.to - one.to)) {
    if (span.kind !== 'link' || span.from < at) continue;
    seen += text.slice(at, span.from) + span.text;
    at = span.to;
  }
  return seen + text.slice(at);
}

function hostOf(target: string): string | null {
  if (/^mailto:/i.test(target)) return normal(/@([^@?]+)(?:\?|$)/.exec(target)?.[1] ?? '');
  return URL.canParse(target) ? normal(new URL(target).hostname) : null;
}

function isSameHost(name: string, host: string): boolean {
  const url = `http://${name}`;
  return URL.canParse(url) && normal(new URL(url).hostname) === host;
}

const normal = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');
