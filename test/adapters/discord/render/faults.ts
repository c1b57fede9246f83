import { type DiscordMessage, toMark } from '#adapters/discord/message.ts';
import { checkMessageComponents } from '#test/fakes/discord/components/message-components.ts';
import { createForm } from '#test/fakes/discord/form.ts';
import { DiscordRefusal } from '#test/fakes/discord/refusal.ts';
import { lyingLinksIn } from './discord-reader.ts';

/** Of a message with the poster's line in it, Discord takes 4,000 and 40; the poster's takes up to 100 and 1. */
const MOST_CHARS = 3_900;
const MOST_COMPONENTS = 38;
/** Above 10,170 Discord breaks. */
const MOST_BYTES = 9_950;

const SEQUENCES = [
  /<@[!&]?\d+>/g,
  /<#\d+>/g,
  /<id:\w+>/gi,
  /<\/[^<>\n]*:\d+>/g,
  /<a?:\w+:\d+>/g,
  /<t:-?\d+(?::\w)?>/g,
  /@(?:everyone|here)/gi,
  /discord(?:app)?\.(?:gg|com\/invite)\/\w+/gi,
];

const callsIn = (text: string): string[] => SEQUENCES.flatMap((sequence) => text.match(sequence) ?? []);

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object in it, nested ones after the one they are in. */
function* objectsIn(value: unknown): Generator<Fields> {
  if (isFields(value)) yield value;
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* objectsIn(inner);
}

const textsOf = (object: Fields): string[] =>
  ['content', 'label', 'description', 'placeholder'].flatMap((key) => (typeof object[key] === 'string' ? [object[key]] : []));

/** Where Discord reads Markdown: labels, descriptions and placeholders show as they are typed, so no link lies in them. */
const markdownOf = ({ content }: Fields): string[] => (typeof content === 'string' ? [content] : []);

function lengthFaults(object: Fields, path: string, least: number, most: number, key: string): string[] {
  const value = object[key];
  if (value === undefined) return [];
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : -1;
  return length < least || length > most ? [`${path}: ${key} of ${length}`] : [];
}

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, ' ');

function faultsOfComponent(object: Fields): string[] {
  const path = `component ${String(object.type)}`;
  const isOption = object.type === undefined && 'value' in object;
  const inner = Array.isArray(object.components) ? object.components.filter(isFields) : [];
  const row = object.type === 1 ? inner.map(({ type }) => type) : [];
  return [
    ...lengthFaults(object, path, 1, 100, 'custom_id'),
    ...lengthFaults(object, path, 1, isOption ? 100 : 80, 'label'),
    ...lengthFaults(object, path, 1, 100, 'description'),
    ...lengthFaults(object, path, 1, 100, 'value'),
    ...lengthFaults(object, path, 1, 150, 'placeholder'),
    ...lengthFaults(object, path, 1, 25, 'options'),
    ...lengthFaults(object, path, 1, object.type === 1 ? 5 : 30, 'components'),
    ...(object.type === 10 && String(object.content).trim() === '' ? ['an empty text'] : []),
    ...(object.type === 10 && /^-# run k7m2qx4d · (?:board|lane|answer|file|aside)\b/m.test(withoutCode(String(object.content)))
      ? ['a forged mark']
      : []),
    ...(row.includes(3) && row.length > 1 ? ['a select beside others'] : []),
    ...(inner.some(({ type }) => object.type === 17 && (type === 17 || type === 2 || type === 3)) ? ['wrong in a container'] : []),
  ];
}

/** What the fake of Discord refuses, once the poster's line stands in it. */
function faultsOfFake(components: readonly unknown[]): string[] {
  const form = createForm();
  const mark = { type: 10, content: toMark({ runId: 'k7m2qx4d', key: 'answer:4' }) };
  try {
    checkMessageComponents(form, [...components, mark], true, new Set());
    form.done();
  } catch (error) {
    if (!(error instanceof DiscordRefusal)) throw error;
    return [`the fake: ${error.message} ${JSON.stringify(error)}`];
  }
  return [];
}

/** All that is wrong with a message; `mayCall`: the one sequence that may stand in it, once. */
export function faultsOf(message: DiscordMessage, mayCall: string | null = null): string[] {
  if (message.kind === 'file') {
    const { comment } = message;
    return [...callsIn(comment), ...lyingLinksIn(comment), ...(comment.trim() === '' ? ['no comment'] : [])];
  }
  const objects = [...objectsIn(message.components)];
  const components = objects.filter(({ type }) => typeof type === 'number');
  const texts = objects.flatMap(textsOf);
  const all = texts.join('\n');
  const plain = mayCall === null ? all : all.replace(mayCall, '');
  const ids = objects.flatMap(({ custom_id }) => (typeof custom_id === 'string' ? [custom_id] : []));
  const values = objects.flatMap(({ options }) => (Array.isArray(options) ? [options.map((option: Fields) => option.value)] : []));
  const chars = texts.reduce((sum, text) => sum + text.length, 0);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 12, 0);
  return [
    ...callsIn(plain).map((call) => `calls ${call}`),
    ...objects
      .flatMap(markdownOf)
      .flatMap(lyingLinksIn)
      .map((link) => `lies ${link}`),
    ...objects.flatMap(faultsOfComponent),
    ...faultsOfFake(message.components),
    ...(message.components.length === 0 ? ['no components'] : []),
    ...(components.length > MOST_COMPONENTS ? [`${components.length} components`] : []),
    ...(chars > MOST_CHARS ? [`${chars} characters`] : []),
    ...(bytes > MOST_BYTES ? [`${bytes} bytes`] : []),
    ...(new Set(ids).size < ids.length ? ['a custom_id twice'] : []),
    ...values.flatMap((list) => (new Set(list).size < list.length ? ['an option twice'] : [])),
  ];
}
