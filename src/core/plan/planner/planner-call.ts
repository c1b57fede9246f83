import { createHash } from 'node:crypto';
import type { Material, ModelCall } from '../../ports/model.ts';
import { stripControls, toNeutralLine } from '../../text/neutral.ts';
import type { Form } from '../form/read-form.ts';
import type { CutText, KnownSource } from '../plan.ts';
import { shorten } from '../title.ts';
import { PLANNER_FORM } from './answer.ts';
import { PLANNER_STANDING } from './standing.ts';

/** What a planning model gets to know: the request's words, and of the files what can be told without reading them. */
export interface PlannerView {
  /** The person's words; without a text that code has told apart from them. */
  readonly words: string;
  readonly sources: readonly KnownSource[];
  /** Texts that code has told apart. */
  readonly texts: readonly CutText[];
  /** A list that code found in the words; null: none. */
  readonly list: Form['list'];
  /** How many headings a source has, by its id; one that is not named has none that are known. */
  readonly headings: Readonly<Record<string, number>>;
  /** True: the person wants it cut, and no answer in this call. */
  readonly orchestrate: boolean;
  readonly maxLanes: number;
  readonly maxMaterialChars: number;
  /** Null: the adapter's default. */
  readonly model: string | null;
}

/** An answer that could not be used, and why. */
export interface Refused {
  readonly answer: string;
  readonly problems: readonly string[];
}

/** In UTF-16 code units. */
const MAX_NAME_CHARS = 80;
const MAX_COLUMN_CHARS = 40;
const MAX_HEAD_CHARS = 9_000;
const MAX_TAIL_CHARS = 3_000;
const MAX_ANSWER_CHARS = 20_000;
const MAX_ITEM_CHARS = 60;
/** Beyond these, names say nothing more about how to cut. */
const MAX_SOURCES = 200;
const MAX_COLUMNS = 30;
const MAX_ITEMS = 12;
const OUTPUT_TOKENS = 12_000;

const group = (count: number): string => count.toLocaleString('en-US');

/** Whether all of the request is shown to the planner. */
export const isWholeShown = (words: string): boolean => words.length <= MAX_HEAD_CHARS + MAX_TAIL_CHARS;

function toShown(words: string): string {
  if (isWholeShown(words)) return words.toWellFormed();
  const left = words.length - MAX_HEAD_CHARS - MAX_TAIL_CHARS;
  return `${words.slice(0, MAX_HEAD_CHARS)}\n(… ${group(left)} characters are not shown here …)\n${words.slice(-MAX_TAIL_CHARS)}`.toWellFormed();
}

/** One line of a source: its id, its name, what it is and how long. Never its text. */
function toSourceLine({ id, title, kind, readable, chars, columns, rows, isPicture }: KnownSource, headings: number | undefined): string {
  const facts = [isPicture ? 'picture' : columns.length > 0 ? 'table' : kind];
  if (!readable) facts.push('could not be read');
  if (rows > 0) facts.push(`${group(rows)} rows`);
  if (readable && !isPicture) facts.push(`${group(chars)} characters`);
  if (headings !== undefined) facts.push(`${group(headings)} headings`);
  const named = columns.slice(0, MAX_COLUMNS).map((column) => JSON.stringify(toNeutralLine(column, MAX_COLUMN_CHARS)));
  if (named.length > 0) facts.push(`columns ${named.join(', ')}${columns.length > named.length ? ', …' : ''}`);
  return `${id}: ${JSON.stringify(toNeutralLine(title, MAX_NAME_CHARS))}, ${facts.join(', ')}`;
}

function toMaterialList({ sources, texts, headings }: PlannerView): string {
  const known = sources
    .slice(0, MAX_SOURCES)
    .map((source) => toSourceLine(source, Object.hasOwn(headings, source.id) ? headings[source.id] : undefined));
  const more = sources.length > MAX_SOURCES ? [`… and ${sources.length - MAX_SOURCES} more, up to ${sources.at(-1)?.id}`] : [];
  const cut = texts.map((text) => `${text.id}: a text that stood in the request, ${group(text.text.length)} characters`);
  return [...known, ...more, ...cut].join('\n');
}

/** What the list that code found holds, so that a planner can go over it without writing it anew. */
function toListLine({ list }: PlannerView): string[] {
  if (list === null) return [];
  const shown = list.items.slice(0, MAX_ITEMS).map((item) => JSON.stringify(shorten(item.title, MAX_ITEM_CHARS)));
  const more = list.items.length > MAX_ITEMS ? ', …' : '';
  const doubt = list.argued ? ' It can be argued whether commas part these things: if they do not, give them in items.' : '';
  return [`Code found a list of ${list.items.length} things in the request (over: list): ${shown.join(', ')}${more}.${doubt}`];
}

function toInstruction(view: PlannerView, refused: Refused | null): string {
  const { words, maxLanes, maxMaterialChars, orchestrate } = view;
  const hasMaterial = view.sources.length + view.texts.length > 0;
  const lines = [
    `The request:\n${toShown(words)}`,
    hasMaterial ? 'The material is listed above, by id.' : 'Nothing is attached.',
    ...toListLine(view),
    `At most ${maxLanes} lanes in all.${Number.isFinite(maxMaterialChars) ? ` One lane takes at most ${group(Math.floor(maxMaterialChars))} characters of material.` : ''}`,
    ...(orchestrate ? ['The person wants this cut into lanes: answer is null.'] : []),
  ];
  if (refused !== null) {
    lines.push(`Your answer before could not be used:\n${refused.problems.map((problem) => `- ${problem}`).join('\n')}`);
    lines.push('Answer again with the whole plan, mended.');
  }
  return lines.join('\n\n');
}

/** The call that asks for a plan. What comes from strangers goes in as material, which is fenced. */
export function toPlannerCall(view: PlannerView, refused: Refused | null): ModelCall {
  const list = toMaterialList(view);
  const materials: Material[] = list === '' ? [] : [{ id: 'LIST', title: 'what there is of material', text: list, picture: null }];
  if (refused !== null) {
    const text = stripControls(refused.answer.slice(0, MAX_ANSWER_CHARS));
    materials.push({ id: 'BEFORE', title: 'the answer before', text, picture: null });
  }
  return {
    work: 'write',
    instruction: toInstruction(view, refused),
    materials,
    model: view.model,
    maxOutputTokens: OUTPUT_TOKENS,
    schema: PLANNER_FORM.schema,
    standing: PLANNER_STANDING,
  };
}

/** A name for the call: the same input has the same, so that a call that was paid for is found again. */
export const toPartName = (nth: number, call: ModelCall): string =>
  `plan:${nth}:${createHash('sha256').update(JSON.stringify(call)).digest('hex').slice(0, 32)}`;
