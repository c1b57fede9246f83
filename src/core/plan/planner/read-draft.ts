import { MERGE_KINDS } from '../../request.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import { type Output, TEXT } from '../plan.ts';
import { BRIEFS, KINDS, OUTPUTS, WORKS } from './answer-schema.ts';
import type { Draft, DraftEach, DraftLane, DraftStage } from './draft.ts';
import { createJsonReader, type Fields, findJson, type JsonReader } from './json-reader.ts';

/** Either what the planner answered, or why it is no plan: at least one sentence that a planner can act on. */
export type DraftRead =
  | { readonly kind: 'draft'; readonly draft: Draft }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const MAX_STAGES = 8;
/** Lanes beyond these are not even read: nobody may have so many. */
const MAX_READ_LANES = 5_000;
const MAX_FIELDS = 40;
const MAX_NAME_CHARS = 40;

/** A planner's answer, looked at part by part: what a provider promises about a schema is not relied on. */
export function readDraft(answer: string): DraftRead {
  const json = findJson(answer);
  if (json === undefined) return { kind: 'problems', problems: ['it is not one whole JSON object'] };
  const reader = createJsonReader();
  const draft = toDraft(reader.fields(json, 'the answer '), reader);
  return reader.problems.length > 0 || draft === null ? { kind: 'problems', problems: reader.problems } : { kind: 'draft', draft };
}

function toDraft(from: Fields, reader: JsonReader): Draft | null {
  const kind = reader.choice(from, 'kind', '', KINDS);
  if (reader.problems.length > 0) return null;
  switch (kind) {
    case 'one_call':
      return { kind, why: typeof from.why === 'string' ? from.why : '' };
    case 'question': {
      const question = reader.words(from, 'question', '');
      return { kind, question };
    }
    case 'fan_out': {
      const stages = reader.list(from, 'stages', '').map((stage, index) => toStage(stage, index, reader));
      if (stages.length === 0) reader.note('stages must not be empty where kind is fan_out');
      if (stages.length > MAX_STAGES) reader.note(`there are ${stages.length} stages, and at most ${MAX_STAGES} are allowed`);
      const brief = reader.choice(from, 'brief', '', BRIEFS);
      return { kind, why: reader.text(from, 'why', ''), stages, brief: brief === 'none' ? null : brief };
    }
    default:
      throw new Error(`unknown kind ${JSON.stringify(kind satisfies never)}`);
  }
}

function toStage(value: unknown, index: number, reader: JsonReader): DraftStage {
  const at = `stage ${index + 1}: `;
  const from = reader.fields(value, at);
  const lanes = reader
    .list(from, 'lanes', at)
    .slice(0, MAX_READ_LANES)
    .map((lane, nth) => toLane(lane, `${at}lane ${nth + 1}: `, reader));
  const each = from.each === null ? null : toEach(from.each, `${at}each: `, reader);
  if (each !== null && index === 0) reader.note(`${at}the first stage has nothing before it to take each from: give it lanes`);
  if (each !== null && lanes.length > 0) reader.note(`${at}it has lanes and each: give it one of them`);
  if (each === null && lanes.length === 0) reader.note(`${at}it has no lanes and no each`);
  return {
    title: reader.text(from, 'title', at),
    lanes,
    each,
    merge: reader.choice(from, 'merge', at, MERGES),
    mergePrompt: reader.text(from, 'merge_prompt', at),
    key: from.key === null ? null : reader.text(from, 'key', at),
  };
}

function toLane(value: unknown, at: string, reader: JsonReader): DraftLane {
  const from = reader.fields(value, at);
  return {
    title: reader.words(from, 'title', at),
    objective: reader.words(from, 'objective', at),
    boundaries: reader.text(from, 'boundaries', at),
    sources: reader.texts(from, 'sources', at),
    tools: reader.texts(from, 'tools', at),
    work: reader.choice(from, 'work', at, WORKS),
    output: toOutput(from, from.count === null ? null : reader.count(from, 'count', at), at, reader),
    needs: reader.texts(from, 'needs', at),
  };
}

function toEach(value: unknown, at: string, reader: JsonReader): DraftEach {
  const from = reader.fields(value, at);
  const prompt = reader.words(from, 'prompt', at);
  if (!prompt.includes('{item}')) reader.note(`${at}prompt must have {item} where the item's name goes`);
  return {
    prompt,
    one: reader.words(from, 'one', at),
    sources: reader.texts(from, 'sources', at),
    work: reader.choice(from, 'work', at, WORKS),
    output: toOutput(from, null, at, reader),
    limit: reader.count(from, 'limit', at),
    likely: reader.count(from, 'likely', at),
  };
}

function toOutput(from: Fields, count: number | null, at: string, reader: JsonReader): Output {
  const kind = reader.choice(from, 'output', at, OUTPUTS);
  const fields = toFields(reader.texts(from, 'fields', at));
  switch (kind) {
    case 'text':
      return TEXT;
    case 'claims':
      return { kind };
    case 'items':
      return { kind, fields, count };
    case 'fields':
      if (fields.length === 0) reader.note(`${at}fields must name at least one where output is fields`);
      return { kind, fields };
    default:
      throw new Error(`unknown output ${JSON.stringify(kind satisfies never)}`);
  }
}

/** Names as a table's head takes them: short, each once whatever the case. */
function toFields(names: readonly string[]): readonly string[] {
  const short = names.map((name) => toNeutralLine(name, MAX_NAME_CHARS)).filter((name) => name !== '');
  return [...new Map(short.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed().slice(0, MAX_FIELDS);
}

/** As the reader takes choices: at least one. */
const MERGES = MERGE_KINDS as readonly [DraftStage['merge'], ...DraftStage['merge'][]];
