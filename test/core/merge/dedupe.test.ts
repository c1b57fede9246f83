import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import { dedupe, type Finding, toFoundList } from '#core/merge/dedupe.ts';
import { findNearEqual } from '#core/merge/distinct.ts';
import { DOUBTFUL, NEAR, toKey, toLikeness } from '#core/merge/near.ts';
import { findSame } from '#core/merge/same.ts';
import { createUnion } from '#core/merge/union.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';
import { createAsking } from './asking.ts';

const section = (lane: number, text: string) => ({ lane, title: `lane ${lane}`, text, truncated: false });
const findings = (...lanes: readonly (readonly string[])[]): Finding[] =>
  lanes.flatMap((texts, index) => texts.map((text) => ({ text, from: `lane ${index + 1}` })));
const never = (error: unknown): string => {
  throw error;
};
const foundIn = async (...lanes: readonly (readonly string[])[]) => (await dedupe(findings(...lanes), null, never)).found;

describe('a dedupe merge', () => {
  it('lists each thing once, with all lanes that found it, the longest wording first come', async () => {
    const found = await foundIn(['Acme Ltd.', 'Bolt'], ['ACME LTD', 'Cog & Sons'], ['acme  ltd!!']);
    expect(found).toEqual([
      { text: 'Acme Ltd.', from: ['lane 1', 'lane 2', 'lane 3'] },
      { text: 'Bolt', from: ['lane 1'] },
      { text: 'Cog & Sons', from: ['lane 2'] },
    ]);
    expect(toFoundList(found, 3)).toBe('- Acme Ltd. *(lane 1, lane 2, lane 3)*\n- Bolt *(lane 1)*\n- Cog & Sons *(lane 2)*');
  });

  it('takes nearly equal ones together, and numbers never', async () => {
    const near = ['The certificate was renewed by hand once a year', 'The certificate was renewed by hand, once a year.'];
    expect(await foundIn(near)).toHaveLength(1);
    expect(await foundIn(['Invoice 17 is unpaid and overdue'], ['Invoice 18 is unpaid and overdue'])).toHaveLength(2);
  });

  it.each([
    ['C', 'C++'],
    ['C#', 'C'],
    ['$5', '€5'],
    ['5 %', '5'],
    ['-5 °C', '5 °C'],
    ['1.5 t', '15 t'],
    ['---', '---'],
  ])('%s and %s are not the same', async (a, b) => {
    expect(await foundIn([a], [b])).toHaveLength(2);
  });

  it.each([
    ['Straße', 'STRASSE'],
    ['https://www.acme.example/', 'acme.example'],
    ['Ac\u200bme \u202eLtd', 'acme ltd'],
    ['ﬁsh', 'fish'],
  ])('%s and %s are', async (a, b) => {
    expect(await foundIn([a], [b])).toHaveLength(1);
  });

  it('loses nothing: every item is in the result, or is one that has its key', async () => {
    const items = fc.array(fc.stringMatching(/^[a-z]{3,12}( [a-z]{3,12}){0,3}$/), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(fc.array(items, { minLength: 1, maxLength: 4 }), async (lanes) => {
        const found = await foundIn(...lanes);
        const all = lanes.flat();
        expect(found.length).toBeLessThanOrEqual(new Set(all).size);
        for (const { text } of found) expect(all).toContain(text);
        lanes.forEach((_, index) => {
          expect(found.some(({ from }) => from.includes(`lane ${index + 1}`))).toBe(true);
        });
      }),
    );
  });

  it('finds the same pairs as looking at every one, and 2,000 much alike items do not take long', () => {
    const word = fc.constantFrom('north', 'south', 'harbour', 'station', 'tower', 'old', 'new', 'bridge');
    const texts = fc.array(
      fc.array(word, { minLength: 2, maxLength: 5 }).map((words) => words.join(' ')),
      { minLength: 2, maxLength: 20 },
    );
    fc.assert(
      fc.property(texts, (all) => {
        const { union, doubtful } = findSame(all);
        const keys = all.map(toKey);
        const whole = createUnion(all.length);
        const may: string[] = [];
        keys.forEach((one, a) => {
          keys.slice(a + 1).forEach((other, n) => {
            const likeness = toLikeness(one, other);
            if (likeness >= NEAR) whole.join(a, a + 1 + n);
            else if (likeness >= DOUBTFUL) may.push([one, other].sort().join('|'));
          });
        });
        expect(keys.map((_, at) => union.root(at))).toEqual(keys.map((_, at) => whole.root(at)));
        for (const { a, b } of doubtful) expect(may).toContain([keys[a], keys[b]].sort().join('|'));
      }),
    );
    const many = Array.from(
      { length: 2_000 },
      (_, n) => `The supplier in ${'abcdefghij'[n % 10]}${n.toString(36).replace(/\d/g, 'q')} delivers on time`,
    );
    const cpuMs = watchCpu();
    findSame(many);
    expect(cpuMs()).toBeLessThan(10_000);
  });
});

describe('what may be the same', () => {
  const doubtful = findings(['The city library of Lyon'], ['Lyon, the library of the city'], ['A bridge']);

  it('is asked of a model, as fenced data, and joined where it says so', async () => {
    const { asking, model } = createAsking(() => '{"same": [1, 99, "x"]}');
    const { found, note } = await dedupe(doubtful, asking, never);
    expect(found.map(({ from }) => from)).toEqual([['lane 1', 'lane 2'], ['lane 3']]);
    expect(note).toBeNull();
    expect(model.calls[0]?.instruction).not.toContain('Lyon');
    expect(model.calls[0]?.materials[0]?.text).toBe('1. "The city library of Lyon" and "Lyon, the library of the city"');
    expect(model.calls[0]?.schema?.name).toBe('same_pairs');
  });

  it('stands apart where the model says no, fails, or talks; the last two are said', async () => {
    const apart = async (answer: string | FanoutError) =>
      await dedupe(doubtful, createAsking(() => answer).asking, (error) => (error instanceof FanoutError ? error.userMessage : 'bug'));
    expect(await apart('{"same": []}')).toMatchObject({ note: null, found: [{}, {}, {}] });
    expect(await apart(new FanoutError('over_budget', 'no money'))).toMatchObject({
      note: '1 pair that may be the same stands apart: no money.',
      found: [{}, {}, {}],
    });
    expect((await apart('All of them are the same!')).note).toMatch(/did not answer in the form/);
  });

  it('is asked in batches, the likeliest first, and never without end', async () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const texts = Array.from(
      { length: 60 },
      (_, n) => `harbour station ${letters[n % 26]}${letters[(n * 7) % 26]}${letters[(n * 3) % 26]}${letters[n >> 2]}`,
    );
    const { asking, model } = createAsking(() => '{"same": []}');
    const { note } = await dedupe(findings(texts), asking, never);
    expect(model.calls.length).toBeLessThanOrEqual(20);
    expect(note).toMatch(/stand apart: only 400 pairs are looked at/);
  });
});

describe('a run that dedupes lists', () => {
  it('works on the items that lanes gave, shows who found which, and counts', async () => {
    const model = createScriptedModel((call) => (call.instruction.includes('one') ? '- Acme\n- Bolt' : '1. ACME\n2. Cog'));
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(['one', 'two'], { merge: 'dedupe' })));
    expect(view.answer).toContain('- Acme *(one, two)*\n- Bolt *(one)*\n- Cog *(two)*');
  });
});

describe('variants', () => {
  it('that are nearly equal to one before them are found', () => {
    expect(
      findNearEqual([section(1, 'Spring is here: 20 off'), section(2, 'Tulips on your doorstep'), section(3, 'Spring is here — 20 off!')]),
    ).toEqual([3]);
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
