import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LanePlan, TEXT } from '#core/plan/plan.ts';
import { readSteer } from '#core/plan/steer-words.ts';
import type { Steer, SteerLane, SteerPlan } from '#core/plan/steering/steer.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';

const toLane = (title: string, lane: number, prompt: string, status: SteerLane['status'] = 'done'): SteerLane => {
  const plan: LanePlan = { title, prompt, sources: ['S1'], work: 'write', output: TEXT };
  return { lane, title, status, stage: 1, plan };
};
const toPlan = (titles: readonly string[], prompt: (title: string) => string, failed: readonly number[] = []): SteerPlan => ({
  stages: [{ title: 'stage' }],
  lanes: titles.map((title, index) => toLane(title, index + 1, prompt(title), failed.includes(index + 1) ? 'failed' : 'done')),
});

/** French 1, German 2, Japanese 3 (failed), Spanish 4, Thai 5 (failed). */
const languages = toPlan(['French', 'German', 'Japanese', 'Spanish', 'Thai'], (it) => `Translate the material into ${it}.`, [3, 5]);
/** Berlin, Germany 1; Paris 2; Rome 3; New York 4. */
const cities = toPlan(['Berlin, Germany', 'Paris', 'Rome', 'New York'], (it) => `Research ${it}.`);

const add = (...items: string[]): Steer => ({ kind: 'add', items });
const drop = (...lanes: number[]): Steer => ({ kind: 'drop', lanes });
const amend = (words: string, ...lanes: number[]): Steer => ({ kind: 'amend', lanes, words });
const retry = (...lanes: number[]): Steer => ({ kind: 'retry', lanes });
const talk: Steer = { kind: 'talk' };
const merge: Steer = { kind: 'merge' };
const stop: Steer = { kind: 'stop' };

const OF_LANGUAGES: readonly (readonly [string, Steer | null])[] = [
  ['also Korean', add('Korean')],
  ['Also Korean please!', add('Korean')],
  ['and add Korean and Thai please', add('Korean')],
  ['and add Korean and Hindi please', add('Korean', 'Hindi')],
  ['Korean too', add('Korean')],
  ['korean, hindi and polish as well', add('Korean', 'Hindi', 'Polish')],
  ['can you also do Korean?', add('Korean')],
  ['could you please add Portuguese (Brazil)', add('Portuguese (Brazil)')],
  ['plus 한국어', add('Korean')],
  ['also into Dutch', add('Dutch')],
  ['add a lane for Swedish', add('Swedish')],
  ['and the same in Italian', add('Italian')],
  ['drop the last two', drop(4, 5)],
  ['drop German', drop(2)],
  ['please drop the German one', drop(2)],
  ['drop German and French', drop(1, 2)],
  ['without lanes 3 and 4', drop(3, 4)],
  ['without lanes 2-4, please', drop(2, 3, 4)],
  ['leave out French', drop(1)],
  ['leave French out', drop(1)],
  ['remove lane #5', drop(5)],
  ['skip the first lane', drop(1)],
  ['no German', drop(2)],
  ['we don’t need Thai', drop(5)],
  ['drop the third one', drop(3)],
  ['keep only German and Spanish', drop(1, 3, 5)],
  ['drop deutsch', drop(2)],
  ['drop lane 9', null],
  ['drop everything', null],
  ['drop the last five', null],
  ['drop Klingon', null],
  ['drop German and Klingon', null],
  ['shorter', amend('shorter')],
  ['make it shorter please', amend('make it shorter')],
  ['Shorter, please', amend('Shorter')],
  ['more formal', amend('more formal')],
  ['a bit less technical and shorter', amend('a bit less technical and shorter')],
  ['please make them all more formal', amend('make them all more formal')],
  ['in a friendlier tone', amend('in a friendlier tone')],
  ['as bullet points', amend('as bullet points')],
  ['no emojis', amend('no emojis')],
  ['add more examples', amend('add more examples')],
  ['and keep the product names', amend('keep the product names')],
  ['use British spelling', amend('use British spelling')],
  ['don’t translate product names', amend('don’t translate product names')],
  ['at most 100 words each', amend('at most 100 words each')],
  ['too long', amend('too long')],
  ['also make it shorter', amend('make it shorter')],
  ['lane 3: keep the product name', amend('keep the product name', 3)],
  ['lanes 1 and 2: shorter', amend('shorter', 1, 2)],
  ['German: use Sie', amend('use Sie', 2)],
  ['for German, use Sie', amend('use Sie', 2)],
  ['use Sie in German', amend('use Sie', 2)],
  ['make German shorter', amend('shorter', 2)],
  ['German should use Sie', amend('use Sie', 2)],
  ['German is too formal', amend('too formal', 2)],
  ['German should be dropped', drop(2)],
  ['German should be retried', retry(2)],
  ['German should be done by now', null],
  ['German: looks good', talk],
  ['German - French', null],
  ['include Korean', add('Korean')],
  ['we also need Korean', add('Korean')],
  ['I want Korean as well', add('Korean')],
  ['Also, keep brand names untouched', amend('keep brand names untouched')],
  ['they are too long', amend('they are too long')],
  ['drop French and add Korean', null],
  ['include sources', amend('include sources')],
  ['write in Korean', null],
  ['use this', null],
  ['use the attached glossary', null],
  ['make it in two words', null],
  ['ok, drop German please', drop(2)],
  ['German and French: more formal', amend('more formal', 1, 2)],
  ['German: drop it', drop(2)],
  ['lane 4: again', retry(4)],
  ['only the ones that failed', retry(3, 5)],
  ['retry what failed', retry(3, 5)],
  ['just retry the failed ones', retry(3, 5)],
  ['try again', retry(3, 5)],
  ['retry lane 2', retry(2)],
  ['redo German', retry(2)],
  ['do lanes 1 to 3 again', retry(1, 2, 3)],
  ['retry lane 12', null],
  ['answer now', merge],
  ['merge now please', merge],
  ['that’s enough', merge],
  ['give me what you have so far', merge],
  ['just answer with what you have', merge],
  ['stop', stop],
  ['cancel the run', stop],
  ['never mind', stop],
  ['thanks', talk],
  ['Thank you so much!', talk],
  ['nice!', talk],
  ['lol', talk],
  ['great work, thanks', talk],
  ['what about Korean?', null],
  ['why did German fail?', null],
  ['how much did that cost?', null],
  ['is it done', null],
  ['translate this into Korean and Hindi: good morning', null],
  ['summarize the report for the board', null],
  ['write a slogan for each of Rome and Oslo', null],
  ['same but for Q3', null],
  ['two more languages', null],
  ['also add examples', amend('add examples')],
  ['use another model', null],
  ['don’t run lane 3', null],
  ['keep going', null],
  ['also', null],
  ['', null],
  ['make it a table', null],
  ['the German one is wrong', null],
  ['stop the German one from using Sie', null],
];

const OF_CITIES: readonly (readonly [string, Steer | null])[] = [
  ['also Oslo', add('Oslo')],
  ['and add Oslo, Madrid and San Francisco', add('Oslo', 'Madrid', 'San Francisco')],
  ['one more: Oslo', add('Oslo')],
  ['add a lane for the suburbs of Rome', add('the suburbs of Rome')],
  ['also Korean', null],
  ['also the weather', null],
  ['drop Berlin', drop(1)],
  ['without New York', drop(4)],
  ['Paris: mention the metro', amend('mention the metro', 2)],
  ['retry what failed', retry()],
];

describe('what somebody says about a run', () => {
  it.each(OF_LANGUAGES)('of languages: “%s”', (words, wanted) => {
    expect(readSteer(words, languages)).toEqual(wanted);
  });

  it.each(OF_CITIES)('of cities: “%s”', (words, wanted) => {
    expect(readSteer(words, cities)).toEqual(wanted);
  });

  it('counts the lanes of the stage with several, without what was left out', () => {
    const lanes = [
      ...languages.lanes.map((it) => (it.lane === 5 ? { ...it, status: 'skipped' as const } : it)),
      { ...toLane('Check', 6, 'Check them.', 'waiting'), stage: 2 },
    ];
    expect(readSteer('drop the last two', { stages: [{ title: 'a' }, { title: 'b' }], lanes })).toEqual(drop(3, 4));
  });

  it('may be anything: it never throws, and lanes that it names are there', () => {
    const pieces = fc.constantFrom(
      ...[
        'drop',
        'add',
        'also',
        'lane',
        'lanes',
        '3',
        '#',
        '-',
        '9999',
        'the',
        'last',
        'two',
        'German',
        ':',
        ',',
        'and',
        'only',
        'failed',
        'retry',
        'shorter',
        'make',
        'it',
        'more',
        'should',
        'be',
      ],
    );
    const sentences = fc.array(pieces, { maxLength: 9 }).map((words) => words.join(' '));
    const plans = fc.constantFrom(languages, cities, { stages: [], lanes: [] });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 120 }), sentences), plans, (words, plan) => {
        const steer = readSteer(words, plan);
        if (steer === null || !('lanes' in steer)) return;
        for (const lane of steer.lanes) expect(plan.lanes.some((it) => it.lane === lane)).toBe(true);
        expect(steer.lanes).toEqual([...new Set(steer.lanes)].sort((a, b) => a - b));
        if (steer.kind === 'drop') expect(steer.lanes.length).toBeLessThan(plan.lanes.length);
      }),
      { numRuns: 500 },
    );
  });

  it('is told fast, however it is written', () => {
    const cpuMs = watchCpu();
    for (const unit of ['also ', 'in for ', 'more and ', 'a, ', '  ', 'make it ', 'lanes 1-', 'please ', 'thanks ', '!.,']) {
      for (let length = 0; length < 1_000; length += 97) readSteer(unit.repeat(400).slice(0, length), languages);
    }
    expect(cpuMs()).toBeLessThan(10_000);
  });
});
