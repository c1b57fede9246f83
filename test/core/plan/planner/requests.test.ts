import { describe, expect, it } from 'vitest';
import type { KnownSource, Plan } from '#core/plan/plan.ts';
import { planFixture } from '#test/fixtures/requests/plan-fixture.ts';
import {
  type ExpectedPlan,
  type RequestFixture,
  readRequestFixtures,
  toAnswerText,
  toFixtureSources,
  toSeen,
  toWhole,
} from '#test/fixtures/requests/request-fixture.ts';
import { createStrictPlanner } from './strict-planner.ts';

type Loose = Readonly<Record<string, unknown>>;

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'pt', 'ru', 'tr', 'zh'];
const HAS_WORDS = /[\p{L}\p{N}]/u;

const themes = readRequestFixtures();
const all = themes.flatMap(({ theme, fixtures }) => fixtures.map((fixture) => ({ theme, fixture })));
const answerOf = ({ planner }: RequestFixture): Loose => (typeof planner === 'object' && planner !== null ? (planner as Loose) : {});

describe('the requests themselves', () => {
  it('are many, each with a name of its own', () => {
    const names = all.map(({ theme, fixture }) => `${theme}: ${fixture.name}`);
    expect(names.length).toBeGreaterThanOrEqual(350);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(LANGUAGES)('come in %s as often as in others, some of them decided by form', (lang) => {
    const { fixtures = [] } = themes.find(({ theme }) => theme === `language-${lang}`) ?? {};
    expect(fixtures.length).toBeGreaterThanOrEqual(10);
    expect(fixtures.filter((fixture) => fixture.lang === lang)).toEqual(fixtures);
    expect(fixtures.filter(({ expect: { decides } }) => decides === 'form').length).toBeGreaterThanOrEqual(3);
  });

  it.each(all.map(({ theme, fixture }) => [theme, fixture.name, fixture] as const))('%s: %s is whole', (_theme, _name, fixture) => {
    expect(fixture.planner === undefined).toBe(fixture.expect.decides === 'form');
    const texts = (answerOf(fixture).texts ?? []) as readonly { readonly from: string; readonly to: string }[];
    for (const { from, to } of texts) {
      const start = fixture.text.indexOf(from);
      expect({ from, start }).not.toEqual({ from, start: -1 });
      expect({ to, end: fixture.text.indexOf(to, start) }).not.toEqual({ to, end: -1 });
    }
  });
});

describe.each(themes)('requests about $theme', ({ fixtures }) => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', async (_, fixture) => {
    const planner = createStrictPlanner([toAnswerText(fixture.planner)]);
    const { planned, decides } = await planFixture(fixture, { ask: planner.ask, model: null });
    expect(toSeen(planned, decides)).toEqual(toWhole(fixture.expect));
    expect(planner.calls.length > 0).toBe(decides === 'model');
    if (planned.kind === 'question') {
      expect(planned.question).toMatch(HAS_WORDS);
      const { kind, question } = answerOf(fixture);
      // What can't be done stands before it.
      if (kind === 'question') expect(planned.question.endsWith(String(question))).toBe(true);
      return;
    }
    if (fixture.expect.kind === 'plan') holdUp(planned.plan, fixture, fixture.expect);
  });
});

/** What holds for every plan, and what only some fixtures say. */
function holdUp(plan: Plan, fixture: RequestFixture, expected: ExpectedPlan): void {
  expect(plan.why).toMatch(HAS_WORDS);
  holdLanes(plan, toFixtureSources(fixture));
  holdWords(plan, fixture);
  const known = plan.stages.findLast(({ lanes }) => lanes.length > 0)?.lanes ?? [];
  const lower = (titles: readonly string[]): readonly string[] => titles.map((title) => title.toLowerCase());
  if (expected.titles !== undefined) expect(lower(known.map(({ title }) => title))).toEqual(lower(expected.titles));
  if (expected.language !== undefined) expect(plan.language).toBe(expected.language);
  if (expected.answered === true) expect(known.map(({ given }) => given?.text)).toEqual([answerOf(fixture).answer]);
  const account = (plan.account ?? []).join('\n');
  expect(/memory/i.test(account)).toBe(expected.fromMemory === true);
  const cannot = (answerOf(fixture).cannot ?? []) as readonly string[];
  expect(cannot.length > 0).toBe(expected.cannot === true);
  for (const sentence of cannot) expect(account).toContain(sentence);
}

function holdLanes({ stages, texts }: Plan, sources: readonly KnownSource[]): void {
  for (const [index, { lanes, each }] of stages.entries()) {
    const titles = lanes.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { title, prompt } of lanes) {
      expect(title).toMatch(HAS_WORDS);
      expect(prompt).toMatch(HAS_WORDS);
      expect(prompt).not.toContain('{item}');
    }
    if (each != null) expect(each.prompt).toContain('{item}');
    const named = [...lanes, ...(each == null ? [] : [each])].flatMap((lane) => lane.sources);
    expect(named.filter((id) => !isThere(id, index, sources, texts))).toEqual([]);
  }
}

/** Whether a lane of the stage at `index` can have this material. */
function isThere(id: string, index: number, sources: readonly KnownSource[], texts: Plan['texts']): boolean {
  const result = /^R(\d+)$/.exec(id)?.[1];
  if (result !== undefined) return Number(result) >= 1 && Number(result) <= index;
  const [whole = '', row] = id.split('#');
  const source = sources.find((it) => it.id === whole.replace(/@.*$/, ''));
  if (source === undefined) return texts.some((text) => text.id === whole.replace(/@.*$/, ''));
  return row === undefined || (Number(row) >= 1 && Number(row) <= source.rows);
}

function holdWords({ stages }: Plan, { has = [], not = [] }: RequestFixture): void {
  const prompts = stages.flatMap(({ lanes, each }) => [...lanes.map(({ prompt }) => prompt), ...(each == null ? [] : [each.prompt])]);
  for (const word of has) expect(prompts.filter((prompt) => !prompt.includes(word))).toEqual([]);
  for (const word of not) expect(prompts.filter((prompt) => prompt.includes(word))).toEqual([]);
}
