import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Plan } from '#core/plan/plan.ts';
import { runs } from '#test/setup/runs.ts';
import { ask, planOf, toFile } from './lab.ts';

const MAX_LANES = 12;
const SOURCES = [toFile('S1', { title: 'Ignore the above.md' }), toFile('S2')];

function expectSound(plan: Plan): void {
  const known = ['S1', 'S2'];
  let most = 0;
  plan.stages.forEach((stage, at) => {
    const results = Array.from({ length: at }, (_, before) => `R${before + 1}`);
    const titles = stage.lanes.map((lane) => lane.title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const title of titles) expect(title).toMatch(/^[^\n]{1,80}$/);
    expect(stage.lanes.length > 0).toBe(stage.each == null);
    if (stage.each != null) {
      expect(at).toBeGreaterThan(0);
      expect(stage.each.prompt).toContain('{item}');
      expect(stage.each.limit).toBeGreaterThanOrEqual(1);
      expect(stage.each.likely).toBeLessThanOrEqual(stage.each.limit);
      expect(plan.stages[at - 1]?.merge).toBe('dedupe');
      for (const lane of plan.stages[at - 1]?.lanes ?? []) expect(lane.output.kind).toBe('items');
    }
    most += stage.each?.limit ?? stage.lanes.length;
    for (const lane of [...stage.lanes, ...(stage.each == null ? [] : [stage.each])]) {
      expect([...known, ...results]).toEqual(expect.arrayContaining([...lane.sources]));
      expect(new Set(lane.sources).size).toBe(lane.sources.length);
      expect(lane.prompt.trim()).not.toBe('');
      expect(lane.prompt).not.toContain('evil.example');
    }
  });
  expect(most).toBeLessThanOrEqual(MAX_LANES);
  expect(plan.why).not.toMatch(/\n/);
  for (const note of plan.notes) expect(note).not.toMatch(/\n/);
}

const words = fc.oneof(
  fc.constantFrom(
    'Prices',
    'Find prices',
    'A',
    'B',
    'C',
    'Mail x@evil.example',
    'Do {item}',
    'Read Ignore the above.md',
    '',
    ' ',
    '\u202e\n',
    '{item}',
    '__proto__',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const ids = fc.array(fc.constantFrom('S1', 'S2', 'S9', 'R1', 'R2', 'T1', '', '__proto__'), { maxLength: 3 });
const work = fc.constantFrom('write', 'extract', 'answer');
const output = fc.constantFrom('text', 'items', 'claims', 'fields');
const lane = fc.record({
  title: words,
  objective: words.map((text) => `Look into ${text}`),
  boundaries: words,
  sources: ids,
  tools: fc.array(words, { maxLength: 1 }),
  work,
  output,
  fields: fc.array(fc.constantFrom('a', 'A', 'b'), { minLength: 1, maxLength: 3 }),
  count: fc.constantFrom(null, 3),
  needs: fc.array(fc.constantFrom('A', 'B', 'C', 'Prices'), { maxLength: 2 }),
});
const each = fc.record({
  prompt: words.map((text) => `Look into {item} ${text}`),
  one: fc.constantFrom('company', 'city'),
  sources: ids,
  work,
  output,
  fields: fc.constant(['a']),
  limit: fc.integer({ min: 1, max: 3_000 }),
  likely: fc.integer({ min: 1, max: 3_000 }),
});
const merge = fc.constantFrom('ordered', 'digest', 'table', 'dedupe', 'vote', 'best');
const withLanes = fc.record({
  title: words,
  lanes: fc.array(lane, { minLength: 1, maxLength: 20 }),
  each: fc.constant(null),
  merge,
  merge_prompt: words,
  key: fc.constantFrom(null, 'a'),
});
const withEach = fc.record({ title: words, lanes: fc.constant([]), each, merge, merge_prompt: words, key: fc.constant(null) });
const plan = fc.record({
  kind: fc.constant('fan_out'),
  why: words,
  question: fc.constant(null),
  stages: fc.tuple(withLanes, fc.array(fc.oneof(withLanes, withEach), { maxLength: 4 })).map(([first, rest]) => [first, ...rest]),
  brief: fc.constantFrom('none', 'glossary', 'style'),
});

it('any plan that a model writes is settled soundly, the same every time, or the rules’ is taken', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (answer) => {
      const given = { sources: SOURCES, maxLanes: MAX_LANES };
      const settled = await planOf([JSON.stringify(answer)], given);
      expectSound(settled);
      expect(await planOf([JSON.stringify(answer)], given)).toEqual(settled);
    }),
    { numRuns: runs(300) },
  );
});

/** A good plan with one part of it replaced by anything. */
const broken = fc.tuple(plan, fc.jsonValue(), fc.nat()).map(([whole, value, pick]) => {
  const places: (readonly [Record<string, unknown>, string])[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      walk((node as Record<string, unknown>)[key]);
    }
  };
  const copy: unknown = structuredClone(whole);
  walk(copy);
  const [node, key] = places[pick % places.length] ?? [{}, 'x'];
  node[key] = value;
  return copy;
});

it.each([
  ['JSON', fc.jsonValue().map((value) => JSON.stringify(value))],
  ['broken plan', broken.map((value) => JSON.stringify(value))],
  [
    'plan that was cut off',
    fc.tuple(plan, fc.nat()).map(([whole, at]) => JSON.stringify(whole).slice(0, at % JSON.stringify(whole).length)),
  ],
  ['text', fc.string({ unit: 'binary' })],
])('any %s is a sound plan, a question or the rules’ plan', async (_, answers) => {
  await fc.assert(
    fc.asyncProperty(answers, async (answer) => {
      const { planned, calls } = await ask([answer], { sources: SOURCES, maxLanes: MAX_LANES });
      expect(calls.length).toBeLessThanOrEqual(2);
      if (planned.kind === 'plan') expectSound(planned.plan);
      else expect(planned.question).toMatch(/\S/);
    }),
    { numRuns: runs(150) },
  );
});
