import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addLanes } from '#core/plan/steering/add-lanes.ts';
import { LANGUAGES, toLane, toStage } from './lanes.ts';

describe('new lanes like those that are there', () => {
  it('have the new thing in the place of the title, and all else alike', () => {
    expect(addLanes(LANGUAGES, ['Korean', 'Hindi'])).toEqual(
      ['Korean', 'Hindi'].map((it) => toLane(it, `Translate the material into ${it}. Keep the tone.`)),
    );
    const cities = toStage(
      ['Berlin', 'Rome'].map((it) => toLane(it, `Research ${it}. What is ${it} known for?`, { work: 'write', sources: [] })),
    );
    expect(addLanes(cities, ['Oslo $& $1'])?.[0]?.prompt).toBe('Research Oslo $& $1. What is Oslo $& $1 known for?');
  });

  it('are made only for what has no lane yet', () => {
    expect(addLanes(LANGUAGES, ['german', 'Korean', 'Korean'])?.map((it) => it.title)).toEqual(['Korean']);
    expect(addLanes(LANGUAGES, ['German'])).toBeNull();
  });

  it('follow the pattern of most lanes, past one that somebody reworded', () => {
    const reworded = toStage(LANGUAGES.lanes.with(0, toLane('French', 'Say it in French, with care.')));
    expect(addLanes(reworded, ['Korean'])?.[0]?.prompt).toBe('Translate the material into Korean. Keep the tone.');
  });

  it('can not be made where lanes follow no one pattern', () => {
    expect(addLanes(toStage([toLane('Plan', 'Plan the trip.'), toLane('Costs', 'What does it cost?')]), ['Food'])).toBeNull();
    expect(addLanes(toStage([toLane('What is it?', 'What is it?'), toLane('Why?', 'Why?')]), ['How?'])).toBeNull();
    const ownSources = ['S1', 'S2'].map((id) => toLane(`${id}.pdf`, `Summarize ${id}.pdf`, { sources: [id] }));
    expect(addLanes(toStage(ownSources), ['S3.pdf'])).toBeNull();
    expect(addLanes(toStage([]), ['x'])).toBeNull();
  });

  it('have titles of their own, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 }), (items) => {
        const made = addLanes(LANGUAGES, items) ?? [];
        const titles = [...LANGUAGES.lanes, ...made].map((lane) => lane.title);
        expect(new Set(titles).size).toBe(titles.length);
        expect(made.length).toBeLessThanOrEqual(items.length);
      }),
    );
  });
});
