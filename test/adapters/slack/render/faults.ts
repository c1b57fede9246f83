import type { SlackMessage } from '#adapters/slack/message.ts';
import { checkBlocks } from '#test/fakes/slack/blocks/check.ts';
import { SlackRefusal } from '#test/fakes/slack/refusal.ts';
import { callsOf } from './shown.ts';

const MOST_BYTES = 9_000;
const MOST_TEXT = 4_000;

/** What a parser might make of it: as it is, and with its entities decoded once or more. */
function readings(text: string): string[] {
  const all = [text];
  while (all.length < 5) {
    const [last = ''] = all.slice(-1);
    const more = decoded(last);
    if (more === last) break;
    all.push(more);
  }
  return all;
}

const decoded = (text: string): string =>
  text
    .replace(/&lt;/gi, '<')
    .replace(/&gt;/gi, '>')
    .replace(/&#x([0-9a-f]{1,5});/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d{1,5});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/gi, '&');

const CALL = /<(?:@[a-z0-9]|#[a-z0-9]|!(?!--|doctype))[^\s<>]*/gi;
const MASS = /@(?:channel|here|everyone)/gi;
const LABELLED = /<[a-z][a-z0-9+.-]*:[^\s<>|]*\|/gi;

/** Everything in a text that may call somebody or hide a target. */
const callsIn = (text: string): string[] =>
  readings(text).flatMap((read) => [CALL, MASS, LABELLED].flatMap((what) => read.match(what) ?? []));

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item);
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* stringsIn(inner);
}

const TEXT_KEYS = ['text', 'title', 'value', 'alt_text', 'caption', 'fallback'];

function bytesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + bytesIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => {
    if (typeof inner === 'string') return TEXT_KEYS.includes(key) ? sum + Buffer.byteLength(inner) : sum;
    return sum + bytesIn(inner);
  }, 0);
}

function faultsOfBlocks(blocks: unknown, text: string): string[] {
  const faults: string[] = [];
  try {
    checkBlocks(blocks);
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    faults.push(`${error.message} ${JSON.stringify(error)}`);
  }
  const bytes = bytesIn(blocks) + Buffer.byteLength(text);
  return bytes > MOST_BYTES ? [...faults, `${bytes} bytes`] : faults;
}

/** All that is wrong with a message; `mayCall`: the one sequence that may stand in its text. */
export function faultsOf(message: SlackMessage, mayCall: string | null = null): string[] {
  if (message.kind === 'file') return [...callsIn(message.comment), ...(message.comment === '' ? ['no comment'] : [])];
  const { text, blocks, simpler } = message;
  const plain = mayCall === null ? text : text.replace(mayCall, '');
  const calls = [plain, ...stringsIn(blocks), ...stringsIn(simpler)].flatMap(callsIn);
  return [
    ...calls.map((call) => `calls ${call}`),
    ...callsOf(message).flatMap((call) => (call === mayCall ? [] : [`the fake: calls ${call}`])),
    ...(text.trim() === '' ? ['no text'] : []),
    ...(text.length > MOST_TEXT ? [`text of ${text.length}`] : []),
    ...(blocks.length === 0 ? ['no blocks'] : []),
    ...faultsOfBlocks(blocks, text),
    ...(simpler === null ? [] : faultsOfBlocks(simpler, text)),
    ...(simpler?.some(({ type }) => type === 'plan' || type === 'task_card' || type === 'markdown') ? ['simpler is not simpler'] : []),
  ];
}
