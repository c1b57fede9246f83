import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyLaneLines, type EditedLane, readLaneLines, toLaneLines } from '#core/plan/lane-lines.ts';
import { LANGUAGES, toLane, toStage } from './lanes.ts';

const MOST = 3_000;
const { lanes } = LANGUAGES;

function edit(text: string, mostChars = MOST, of = lanes): readonly EditedLane[] {
  const read = readLaneLines(text, of, mostChars);
  if (read.kind === 'problem') throw new Error(read.problem);
  return read.lanes;
}

describe('lanes as lines', () => {
  it('are numbered prompts, each in one line', () => {
    expect(toLaneLines([toLane('a', 'One\nthing'), toLane('b', 'Two')], MOST)).toBe('1: One thing\n2: Two');
  });

  it('can be dropped, reworded, reordered and added to', () => {
    const text =
      '3: Translate the material into Thai. Keep the tone.\n\n 1: Put it into French, politely.\n- Translate the material into Korean.';
    const edited = edit(text);
    expect(edited).toEqual([
      { from: 3, prompt: null },
      { from: 1, prompt: 'Put it into French, politely.' },
      { from: null, prompt: 'Translate the material into Korean.' },
    ]);
    const { lanes: after } = applyLaneLines(LANGUAGES, edited, 10);
    expect(after.map((lane) => lane.title)).toEqual(['Thai', 'French', 'Translate the material into Korean.']);
    expect(after.at(-1)).toMatchObject({ sources: ['S1'], work: 'translate' });
  });

  it('give a reworded lane another title where the old one is no longer in it', () => {
    const { lanes: after } = applyLaneLines(LANGUAGES, edit('1: Translate it into Dutch.'), 10);
    expect(after).toMatchObject([{ title: 'Translate it into Dutch.', prompt: 'Translate it into Dutch.' }]);
  });

  it('that were cut short keep their whole prompt when they are left as they are, and must be written whole when not', () => {
    const long = [toLane('a', `Begin ${'x'.repeat(500)} end`), toLane('b', 'Short')];
    const text = toLaneLines(long, 200) ?? '';
    expect(text.length).toBeLessThanOrEqual(200);
    expect(text).toContain('…\n2: Short');
    const kept = edit(text.split('\n').toReversed().join('\n'), 200, long);
    expect(applyLaneLines(toStage(long), kept, 10).lanes).toEqual(long.toReversed());
    expect(readLaneLines(text.replace('Begin', 'Start'), long, 200)).toMatchObject({
      kind: 'problem',
      problem: expect.stringContaining('Lane 1'),
    });
    expect(edit('1: Anew', 200, long)).toEqual([{ from: 1, prompt: 'Anew' }]);
  });

  it('are not given where they can not fit', () => {
    expect(
      toLaneLines(
        Array.from({ length: 200 }, () => toLane('a', 'y'.repeat(100))),
        MOST,
      ),
    ).toBeNull();
  });

  it.each([
    ['1: a\n1: b', 'Lane 1 is there twice'],
    ['7: a', 'There is no lane 7: the lanes are 1 to 3'],
    ['  \n\n', 'No lane is left'],
    ['1:\n2:', 'No lane is left'],
    ['a\nb\nc\nd\ne', 'and 4 is the most'],
  ])('say what is wrong with %j', (text, problem) => {
    expect(readLaneLines(text, lanes, MOST, 4)).toEqual({ kind: 'problem', problem: expect.stringContaining(problem) });
  });

  it('come back as they were when nobody changes anything', () => {
    const prompts = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.constantFrom('3: x', '- y', '…', 'a…', '4:', '\u2028')),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(prompts, fc.integer({ min: 40, max: 4_000 }), (texts, mostChars) => {
        const given = texts.map((text, index) => toLane(`t${index}`, text));
        const text = toLaneLines(given, mostChars);
        if (text === null) return;
        expect(text.length).toBeLessThanOrEqual(mostChars);
        expect(edit(text, mostChars, given)).toEqual(given.map((_, index) => ({ from: index + 1, prompt: null })));
        expect(applyLaneLines(toStage(given), edit(text, mostChars, given), 99).lanes).toEqual(given);
      }),
    );
  });

  it('may be any text: read, or told what is wrong with it', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.tuple(fc.integer({ min: -1, max: 5 }), fc.string()).map(([n, it]) => `${n}: ${it}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (written) => {
        const read = readLaneLines(written.join('\n'), lanes, MOST);
        if (read.kind === 'problem') {
          expect(read.problem).not.toBe('');
          return;
        }
        const { lanes: after } = applyLaneLines(LANGUAGES, read.lanes, 99);
        expect(after).toHaveLength(read.lanes.length);
        expect(new Set(after.map((lane) => lane.title)).size).toBe(after.length);
      }),
    );
  });
});
