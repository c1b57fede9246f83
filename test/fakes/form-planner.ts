/**
 * A planner that plans as the requests of tests are meant, by the simplest of readings: a lane for each thing of a list that code found, a stage for each step of "…, then …", lanes out of a list that a
 * step is to name, variants where a number of them is asked for; else one call. Tests of planning script answers of their own.
 */
export function planSimply(instruction: string): string {
  const request = /The request:\n([\s\S]*?)\n\n(?:The material is|Nothing is attached)/.exec(instruction)?.[1] ?? instruction;
  const steps = request.split(/,? then /i);
  if (/Code found a list/.test(instruction)) {
    const fields = /\b(?:find|extract) the (\w+) and (?:the )?(\w+)/i.exec(request)?.slice(1);
    const form = fields === undefined ? {} : { output: 'fields', fields };
    return toAnswer([
      { each: { over: 'list', prompt: toPrompt(request), one: 'item', ...form }, merge: fields === undefined ? 'ordered' : 'table' },
    ]);
  }
  const variants = /^(?:write|give me) (\d+) ([\p{L} ]+?)s?(?: for| about|:|$)/iu.exec(request);
  if (variants !== null && steps.length === 1) {
    const [, count = '', noun = ''] = variants;
    const items = Array.from({ length: Number(count) }, (_, index) => `${noun} ${index + 1}`);
    return toAnswer([{ each: { over: 'items', items, prompt: `${request} (this is {item})`, one: 'variant' }, distinct: true }]);
  }
  if (steps.length < 2) return JSON.stringify({ kind: 'one_call' });
  return toAnswer(steps.map((step, index) => toStage(step, steps[index - 1], steps[index + 1])));
}

const toAnswer = (stages: readonly unknown[]): string => JSON.stringify({ kind: 'fan_out', stages });

/** "for each of A and B: write a line" is about one of them at a time. */
const toPrompt = (request: string): string => {
  const [, task] = /^for[^:]*:\s*([^\n]+)/i.exec(request) ?? [];
  return task === undefined ? `${request.split(/[:\n]/)[0]}: {item}` : `For {item}: ${task}`;
};

const isEach = (step: string | undefined): boolean => step !== undefined && /\beach\b/i.test(step);

function toStage(step: string, before: string | undefined, after: string | undefined): unknown {
  const count = Number(/\b(\d+)\b/.exec(before ?? step)?.[1] ?? 8);
  if (before !== undefined && isEach(step))
    return { each: { over: 'before', prompt: step.replace(/\beach(?: of (?:them|these))?\b/i, '{item}'), one: 'item', likely: count } };
  const output = isEach(after) ? { output: 'items', ...(/\b\d+\b/.test(step) && { count }) } : {};
  return { lanes: [{ title: step.slice(0, 60), objective: step, ...output }] };
}
