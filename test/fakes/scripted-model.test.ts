import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { modelContract } from '#test/contracts/model-contract.ts';
import { createScriptedModel } from './scripted-model.ts';

const call = (instruction: string): ModelCall => ({ work: 'answer', instruction, materials: [], model: null, maxOutputTokens: null });
const never = new AbortController().signal;

modelContract('scripted', async () => ({
  model: createScriptedModel(({ instruction }) => {
    if (instruction === 'hang') return { hang: true };
    return instruction === 'fail'
      ? new FanoutError('stream_cut', 'It broke off.')
      : { text: 'a good answer', chunks: ['a good ', 'answer'] };
  }),
  good: call('good'),
  hanging: call('hang'),
  failing: call('fail'),
  close: async () => {},
}));

describe('a scripted model', () => {
  it('goes through its list, one step a call, and keeps the calls', async () => {
    const model = createScriptedModel(['one', new FanoutError('rate_limited', 'Wait.')]);
    expect((await model.complete(call('first'), () => {}, never)).text).toBe('one');
    await expect(model.complete(call('second'), () => {}, never)).rejects.toThrow('Wait.');
    expect(model.calls.map(({ instruction }) => instruction)).toEqual(['first', 'second']);
  });

  it('calls it a bug when it is asked more often than the list is long', async () => {
    await expect(createScriptedModel([]).complete(call('one'), () => {}, never)).rejects.toThrow('no step for call 1');
  });

  it('holds a call back until a promise lets it go', async () => {
    const gate = Promise.withResolvers<string>();
    const model = createScriptedModel(() => gate.promise);
    const answer = model.complete(call('one'), () => {}, never);
    expect(model.inFlight()).toBe(1);
    gate.resolve('now');
    expect((await answer).text).toBe('now');
    expect(model.inFlight()).toBe(0);
  });
});
