import { FanoutError } from '../../errors.ts';
import { findJson, toMembers } from '../../lanes/output/json.ts';
import { toObjectSchema } from '../../lanes/output/schema.ts';
import { type Asking, askInForm } from '../../merge/side-call.ts';
import type { ModelCall } from '../../ports/model.ts';
import { isDropped, type RunState } from '../../run/state.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import { findForeign } from '../planner/foreign.ts';
import { readWords } from '../read/request-words.ts';

/** What a planning model makes of words about a run. Lanes are numbers, 1-based, of lanes that there are. */
export interface ToldChange {
  readonly add: readonly { readonly title: string; readonly objective: string }[];
  readonly drop: readonly number[];
  readonly amend: { readonly lanes: readonly number[]; readonly words: string } | null;
  readonly retry: readonly number[];
  /** What to say where nothing is to be changed; '' for nothing. */
  readonly reply: string;
}

const STANDING = `You are the PLANNER of a run that is under way: several lanes, each done by someone who sees nothing of the others. A person says something about the run, and you say as one JSON object what changes in its plan. You do none of the work. Change as little as is asked. Where the words ask for nothing that a change of lanes can do, change nothing and say so in "reply" in one sentence; a new job is no change of this one: say that it can be started with "run: …".`;

const LANES = { type: 'array', items: { type: 'integer' } } as const;
const SCHEMA = {
  name: 'change',
  schema: toObjectSchema({
    add: { type: 'array', items: toObjectSchema({ title: { type: 'string' }, objective: { type: 'string' } }) },
    drop: LANES,
    amend: toObjectSchema({ lanes: LANES, words: { type: 'string' } }),
    retry: LANES,
    reply: { type: 'string' },
  }),
} as const;

const FORM =
  'Answer as {"add": [{"title": "…", "objective": "the whole instruction of a new lane"}], "drop": [lane numbers to leave out], "amend": {"lanes": [lane numbers to do again, otherwise], "words": "what they are to do otherwise"}, "retry": [lane numbers to do again as they were], "reply": "…"}, with empty lists and words where nothing changes.';

const MAX_LANES_SHOWN = 300;
const MAX_TITLE_CHARS = 100;
const MAX_ADDED = 200;
const MAX_OBJECTIVE_CHARS = 2_000;
const MAX_REPLY_CHARS = 400;

/**
 * Asks the planning model what somebody's words change in a run. It sees the request, the words, and of the lanes numbers, titles and how they ended; never a text of theirs. Rejects as `ask` does, or with `wrong_output`.
 */
export async function askForChange(words: string, state: RunState, asking: Asking): Promise<ToldChange> {
  const lanes = state.lanes.filter((lane) => !isDropped(lane)).slice(0, MAX_LANES_SHOWN);
  const listed = lanes.map(
    (lane) => `${lane.lane} | stage ${lane.stage} | ${lane.status} | ${toNeutralLine(lane.plan.title, MAX_TITLE_CHARS)}`,
  );
  // A text that stood in the request is material: a stranger may have written it.
  const { words: asked } = readWords(state.request.text, state.request.sources.length > 0);
  const call: ModelCall = {
    work: 'write',
    instruction: [`The request was: ${asked.slice(0, 4_000)}`, `Somebody says: ${words.slice(0, 4_000)}`, FORM].join('\n\n'),
    materials: [{ id: 'P1', title: 'The lanes: number, stage, status, title', text: listed.join('\n'), picture: null }],
    model: asking.modelName,
    maxOutputTokens: null,
    schema: SCHEMA,
    standing: STANDING,
  };
  const known = new Set(lanes.map(({ lane }) => lane));
  const change = await askInForm(asking, call, {
    schema: SCHEMA,
    read(text) {
      const value = findJson(text, (it) => read(it, known));
      return value === null ? { kind: 'problems', problems: ['it is not one whole JSON object'] } : { kind: 'read', value };
    },
  });
  if (change.add.length > MAX_ADDED)
    throw new FanoutError('wrong_output', `it asks for ${change.add.length} new lanes, and ${MAX_ADDED} is the most at once`);
  // Titles of lanes can come from what a model read: nothing in them may lead out of the run.
  const said = [...change.add.flatMap(({ title, objective }) => [title, objective]), change.amend?.words ?? '', change.reply].join('\n');
  if (findForeign(said, `${words}\n${asked}`) !== null)
    throw new FanoutError('wrong_output', 'the model that plans named an address that nobody here named');
  return change;
}

function read(value: unknown, known: ReadonlySet<number>): ToldChange | null {
  const members = toMembers(value);
  if (members === null || !['add', 'drop', 'amend', 'retry', 'reply'].some((name) => members.has(name))) return null;
  const toLanes = (list: unknown): number[] =>
    Array.isArray(list) ? [...new Set(list.filter((lane): lane is number => typeof lane === 'number' && known.has(lane)))] : [];
  const toText = (text: unknown, most: number): string => (typeof text === 'string' ? text.trim().slice(0, most) : '');
  const add = members.get('add');
  const amend = toMembers(members.get('amend'));
  const words = toText(amend?.get('words'), MAX_OBJECTIVE_CHARS);
  const lanes = toLanes(amend?.get('lanes'));
  return {
    add: (Array.isArray(add) ? add : []).flatMap((it) => {
      const lane = toMembers(it);
      const objective = toText(lane?.get('objective'), MAX_OBJECTIVE_CHARS);
      const title = toNeutralLine(toText(lane?.get('title'), MAX_TITLE_CHARS), MAX_TITLE_CHARS);
      return objective === '' ? [] : [{ title: title === '' ? objective : title, objective }];
    }),
    drop: toLanes(members.get('drop')),
    amend: words === '' || lanes.length === 0 ? null : { lanes, words },
    retry: toLanes(members.get('retry')),
    reply: toNeutralLine(toText(members.get('reply'), MAX_REPLY_CHARS), MAX_REPLY_CHARS),
  };
}
