import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dedupe, toFoundList } from '#core/merge/dedupe.ts';
import { findNearEqual, toDistinctPrompt } from '#core/merge/distinct.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const section = (lane: number, text: string) => ({ lane, title: `lane ${lane}`, text, truncated: false });

describe('a dedupe merge', () => {
  it('lists each thing once, with all lanes that found it, the longest wording first come', () => {
    const found = dedupe([section(1, '- Acme Ltd.\n- Bolt'), section(2, '1. ACME LTD\n2. Cog & Sons'), section(3, '* acme  ltd!!')]);
    expect(found).toEqual([
      { text: 'Acme Ltd.', from: ['lane 1', 'lane 2', 'lane 3'] },
      { text: 'Bolt', from: ['lane 1'] },
      { text: 'Cog & Sons', from: ['lane 2'] },
    ]);
    expect(toFoundList(found, 3)).toBe('- Acme Ltd. *(lane 1, lane 2, lane 3)*\n- Bolt *(lane 1)*\n- Cog & Sons *(lane 2)*');
  });

  it('takes nearly equal ones together, and numbers never', () => {
    const near = dedupe([
      section(1, 'The certificate was renewed by hand once a year'),
      section(2, 'The certificate was renewed by hand, once a year.'),
    ]);
    expect(near).toHaveLength(1);
    expect(dedupe([section(1, 'Invoice 17 is unpaid and overdue'), section(2, 'Invoice 18 is unpaid and overdue')])).toHaveLength(2);
  });

  it('never takes things with nothing to compare as the same', () => {
    expect(dedupe([section(1, '- ---\n- ***'), section(2, '- ---')])).toHaveLength(3);
  });

  it('loses nothing: every item is in the result, or is one that has its key', () => {
    const items = fc.array(fc.stringMatching(/^[a-z]{3,12}( [a-z]{3,12}){0,3}$/), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.array(items, { minLength: 1, maxLength: 4 }), (lanes) => {
        const found = dedupe(lanes.map((list, index) => section(index + 1, list.map((item) => `- ${item}`).join('\n'))));
        const all = lanes.flat();
        expect(found.length).toBeLessThanOrEqual(new Set(all).size);
        for (const { text } of found) expect(all).toContain(text);
        lanes.forEach((list, index) => {
          if (list.length > 0) expect(found.some(({ from }) => from.includes(`lane ${index + 1}`))).toBe(true);
        });
      }),
    );
  });
});

describe('variants', () => {
  it('that are nearly equal to one before them are found', () => {
    expect(
      findNearEqual([section(1, 'Spring is here: 20 off'), section(2, 'Tulips on your doorstep'), section(3, 'Spring is here — 20 off!')]),
    ).toEqual([3]);
  });

  it('are asked again with what exists, the list never growing on itself', () => {
    const once = toDistinctPrompt('Write a subject line.', ['A', 'B']);
    expect(once).toContain('- A\n- B');
    expect(toDistinctPrompt(once, ['C'])).toBe(toDistinctPrompt('Write a subject line.', ['C']));
  });
});

describe('a run of variants', () => {
  const request = toTestRequest([], { text: 'write 3 subject lines for our spring sale' });

  it('asks those that came out nearly equal again, until they differ', async () => {
    const model = createScriptedModel((call, n) =>
      /different in idea/.test(call.instruction) ? `Something else, number ${'x'.repeat(n * 9)}` : 'Spring is here: 20 off',
    );
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(request));
    expect(model.calls.length).toBeGreaterThan(3);
    expect(model.calls.length).toBeLessThanOrEqual(7);
    expect(view.outcome).toBe('done');
    expect(view.answer?.match(/Spring is here/g)).toHaveLength(1);
  });

  it('gives up after two rounds, and says so', async () => {
    const model = createScriptedModel(() => 'Spring is here: 20 off');
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(request));
    expect(model.calls).toHaveLength(3 + 2 + 2);
    expect(view.answer).toContain('2 of 3 variants stayed much like another one');
  });
});
