import { FanoutError } from '../../errors.ts';
import { findJson } from '../../forms/find-json.ts';
import type { AnswerSchema } from '../../ports/model.ts';
import { toListed } from './list.ts';
import { toCellText, toMembers } from './members.ts';
import { toObjectSchema, WRONG } from './schema.ts';

/**
 * One statement, where it is from, and the words there that say so. All three are a model's: nothing is checked here
 * but the form.
 */
export interface Claim {
  readonly text: string;
  /** The id of its material, as the model wrote it. */
  readonly source: string;
  readonly quote: string;
}

/** A text whose `[1]`, `[2]`, … stand for its claims, in order. */
export interface Claimed {
  readonly text: string;
  readonly claims: readonly Claim[];
}

export const CLAIMS_RULE = [
  'Answer with one JSON object and nothing else, in this shape: {"text": "…", "claims": [{"text": "…", "source": "…", "quote": "…"}, …]}.',
  '"text" is the whole answer in Markdown; behind each statement in it that claim 1, 2, … supports stands [1], [2], ….',
  '"claims" lists what the answer says out of the material: "source" is the id of the piece of material (the word after BEGIN, like S1), "quote" the words there that say so, copied exactly, at most 300 characters.',
  'Cite only material that you were given. What you cannot quote is no claim. An empty list where there are none.',
].join(' ');

const STRING = { type: 'string' };
export const CLAIMS_SCHEMA: AnswerSchema = {
  name: 'claims',
  schema: toObjectSchema({
    text: STRING,
    claims: { type: 'array', items: toObjectSchema({ text: STRING, source: STRING, quote: STRING }) },
  }),
};

/** The text and its claims as canonical JSON. Throws `FanoutError` `wrong_output`. */
export function checkClaims(text: string): string {
  const found = findJson(text, toClaimed);
  if (found === null) throw new FanoutError('wrong_output', 'the model did not answer with a text and its claims', WRONG);
  return JSON.stringify(found);
}

/** The text and claims of an answer that passed `checkOutput`. */
export const readClaims = (text: string): Claimed => JSON.parse(text) as Claimed;

function toClaimed(value: unknown): Claimed | null {
  const members = toMembers(value);
  const text = members?.get('text') ?? '';
  if (members === null || typeof text === 'object') return null;
  const claims = toListed(members.get('claims')).map(toClaim);
  const whole = claims.filter((claim): claim is Claim => claim !== null);
  const said = toCellText(text);
  return whole.length < claims.length || (said === '' && whole.length === 0) ? null : { text: said, claims: whole };
}

function toClaim(value: unknown): Claim | null {
  const members = toMembers(value);
  if (members === null) return null;
  const [text, source, quote] = ['text', 'source', 'quote'].map((name) => toCellText(members.get(name)));
  return text === undefined || source === undefined || quote === undefined ? null : { text, source, quote };
}
