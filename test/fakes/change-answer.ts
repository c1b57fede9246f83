import type { Material, ModelCall } from '#core/ports/model.ts';
import type { ChatRequest } from './model-endpoint/chat-request.ts';
import type { Script, ScriptStep } from './scripted-model.ts';

/** Calls for lanes: not those that plan, judge or answer somebody. */
export const laneCalls = (calls: readonly ModelCall[]): readonly ModelCall[] => calls.filter(({ standing }) => standing === undefined);

/** Whether a call asks what somebody's words about a run are. */
export const asksForChange = ({ schema }: ModelCall): boolean => schema?.name === 'change';

/** What such a call says: as `ModelCall` has it. */
type Asked = Pick<ModelCall, 'instruction'> & { readonly materials: readonly Pick<Material, 'id' | 'text'>[] };

/** What was said, in such a call. */
export const wordsOf = ({ instruction }: Asked): string => /^Somebody says: (.*)$/m.exec(instruction)?.[1] ?? '';

/** What a planning model says of words about a run, where a test names only what is not empty. */
export const toTold = (told: object): string =>
  JSON.stringify({ kind: 'change', add: [], drop: [], amend: { all: false, lanes: [], words: '' }, retry: [], reply: '', ...told });

/**
 * A planning model that understands a few words, for tests of what comes of them: "also Korean and Thai" adds lanes worded as the sample is, "drop German" drops by title, what ends with a question mark is a question, "new: …" is a
 * request, "hm …" is talk; all else is a wish about all lanes.
 */
export function answerChange(call: Asked): string {
  const words = wordsOf(call).trim();
  const [, more] = /^also (.+)$/i.exec(words) ?? [];
  if (more !== undefined)
    return toTold({ add: more.split(/,\s*(?:and\s+)?|\s+and\s+/).map((title) => ({ title, prompt: toSister(call, title) })) });
  const [, dropped] = /^drop (.+)$/i.exec(words) ?? [];
  if (dropped !== undefined) return toTold({ drop: lanesOf(call).flatMap(({ lane, title }) => (title === dropped ? [lane] : [])) });
  if (/\?$/.test(words)) return toTold({ kind: 'question' });
  if (/^new\b/i.test(words)) return toTold({ kind: 'request' });
  if (/^(?:hm|wait|no)\b/i.test(words)) return toTold({ kind: 'talk', reply: 'So be it.' });
  return toTold({ amend: { all: true, lanes: [], words } });
}

const material = (call: Asked, id: string): string => call.materials.find((it) => it.id === id)?.text ?? '';

const lanesOf = (call: Asked) =>
  material(call, 'LANES')
    .split('\n')
    .map((line) => line.split(' | '))
    .map(([lane, , , title = '']) => ({ lane: Number(lane), title }));

/** The sample with the new thing in the place of what it is about. */
function toSister(call: Asked, title: string): string {
  const sample = material(call, 'SAMPLE');
  if (sample.includes('{item}')) return sample.replaceAll('{item}', title);
  const own = lanesOf(call).find((lane) => sample.includes(lane.title));
  return own === undefined ? `${sample} ${title}` : sample.replaceAll(own.title, title);
}

/** A script that says itself what each call comes to. */
export type Steps = (call: ModelCall) => ScriptStep | Promise<ScriptStep>;

/** The same script, with somebody beside it who tells what people say about runs. */
export const steered =
  (script: Steps): Script =>
  (call) =>
    asksForChange(call) ? answerChange(call) : script(call);

/** The same for an endpoint, however it is asked for the form: the answer to a request that asks what words about a run are; null for any other. */
export function answerChatChange({ messages }: ChatRequest): string | null {
  const materials: { id: string; text: string }[] = [];
  const prompt = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  if (!/^Somebody says: /m.test(prompt)) return null;
  const instruction = prompt.replace(/^(\S+) BEGIN (\S+) .*\n([\s\S]*?)\n\1 END \2$/gm, (_, _boundary, id: string, text: string) => {
    materials.push({ id, text });
    return '';
  });
  return answerChange({ instruction, materials });
}
