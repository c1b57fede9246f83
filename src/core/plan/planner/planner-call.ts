import { createHash } from 'node:crypto';
import type { Material, ModelCall } from '../../ports/model.ts';
import { stripControls, toNeutralLine } from '../../text/neutral.ts';
import type { CutText, KnownSource } from '../plan.ts';
import { PLANNER_SCHEMA } from './answer-schema.ts';
import { PLANNER_STANDING } from './standing.ts';

/** What a planning model gets to know: the request's words, and of the material what can be told without reading it. */
export interface PlannerView {
  /** Without material that stood in the request. */
  readonly words: string;
  readonly sources: readonly KnownSource[];
  readonly texts: readonly CutText[];
  /** How many headings a source has, by its id; one that is not named has none that are known. */
  readonly headings: Readonly<Record<string, number>>;
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
const MAX_WORDS_CHARS = 12_000;
const MAX_ANSWER_CHARS = 20_000;
/** Beyond these, names say nothing more about how to cut. */
const MAX_SOURCES = 200;
const MAX_COLUMNS = 30;
const OUTPUT_TOKENS = 12_000;

const group = (count: number): string => count.toLocaleString('en-US');

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

function toList({ sources, texts, headings }: PlannerView): string {
  const known = sources
    .slice(0, MAX_SOURCES)
    .map((source) => toSourceLine(source, Object.hasOwn(headings, source.id) ? headings[source.id] : undefined));
  const more = sources.length > MAX_SOURCES ? [`… and ${sources.length - MAX_SOURCES} more, up to ${sources.at(-1)?.id}`] : [];
  const cut = texts.map((text) => `${text.id}: a text that stood in the request, ${group(text.text.length)} characters`);
  return [...known, ...more, ...cut].join('\n');
}

function toInstruction(view: PlannerView, refused: Refused | null): string {
  const { words, maxLanes, maxMaterialChars } = view;
  const hasMaterial = view.sources.length + view.texts.length > 0;
  const lines = [
    `The request:\n${words.slice(0, MAX_WORDS_CHARS).toWellFormed()}${words.length > MAX_WORDS_CHARS ? '\n(cut: it goes on)' : ''}`,
    hasMaterial ? 'The material is listed above, by id.' : 'There is no material: sources are always [].',
    `At most ${maxLanes} lanes in all.${Number.isFinite(maxMaterialChars) ? ` One lane takes at most ${group(Math.floor(maxMaterialChars))} characters of material.` : ''}`,
  ];
  if (refused !== null) {
    lines.push(`Your answer before could not be used:\n${refused.problems.map((problem) => `- ${problem}`).join('\n')}`);
    lines.push('Answer again with the whole plan, mended.');
  }
  return lines.join('\n\n');
}

/** The call that asks for a plan. What comes from strangers goes in as material, which is fenced. */
export function toPlannerCall(view: PlannerView, refused: Refused | null): ModelCall {
  const list = toList(view);
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
    schema: PLANNER_SCHEMA,
    standing: PLANNER_STANDING,
  };
}

/** A name for the call: the same input has the same, so that a call that was paid for is found again. */
export const toPartName = (nth: number, call: ModelCall): string =>
  `plan:${nth}:${createHash('sha256').update(JSON.stringify(call)).digest('hex').slice(0, 32)}`;
