import { describe, expect, it } from 'vitest';
import type { Planned } from '#core/plan/plan.ts';
import { planByRules } from '#core/plan/plan-request.ts';
import { planByModel } from '#core/plan/planner/plan-by-model.ts';
import {
  type RequestFixture,
  readRequestFixtures,
  toFixtureRequest,
  toFixtureSources,
  toPlannerAnswer,
} from '#test/fixtures/requests/request-fixture.ts';
import { createStrictPlanner } from './strict-planner.ts';

const MAX_LANES = 1_000;
const MAX_MATERIAL_CHARS = 120_000;

/** Rules first, then the planner where they leave it open: as a run is planned. */
async function planFixture(fixture: RequestFixture): Promise<{ readonly planned: Planned; readonly asked: boolean }> {
  const request = toFixtureRequest(fixture);
  const sources = toFixtureSources(fixture);
  const { planned, undecided, texts } = await planByRules(request, sources, {
    detectLanguage: async () => 'en',
    sourceLanguage: async () => 'en',
    column: async (id, column) =>
      Array.from({ length: sources.find((source) => source.id === id)?.rows ?? 0 }, (_, row) => `${column} ${row + 1}`),
    maxLanes: MAX_LANES,
    maxMaterialChars: MAX_MATERIAL_CHARS,
  });
  if (!undecided) return { planned, asked: false };
  const planner = createStrictPlanner(
    [toPlannerAnswer(fixture.planner)],
    texts.map((text) => text.text),
  );
  const model = { maxLanes: MAX_LANES, maxMaterialChars: MAX_MATERIAL_CHARS, model: null };
  return {
    planned: await planByModel({ request, sources, texts }, { ...model, ask: planner.ask, fallback: async () => planned }),
    asked: true,
  };
}

const themes = readRequestFixtures();

it('has at least 60 requests, each with a name of its own', () => {
  const names = themes.flatMap(({ theme, fixtures }) => fixtures.map(({ name }) => `${theme}: ${name}`));
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(themes)('requests about $theme', ({ fixtures }) => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', async (_, fixture) => {
    const { planned, asked } = await planFixture(fixture);
    if (planned.kind === 'question') {
      expect({ kind: 'question', code: planned.code, asked }).toEqual(fixture.expect);
      return;
    }
    const { plan } = planned;
    const each = plan.stages.findLast((stage) => stage.each != null)?.each;
    expect({
      kind: 'plan',
      mode: plan.mode,
      stages: plan.stages.map((stage) => (stage.each == null ? stage.lanes.length : 'each')),
      merge: plan.stages.at(-1)?.merge,
      asked,
      ...(plan.brief == null ? {} : { brief: plan.brief.kind }),
      ...(each == null ? {} : { about: each.likely }),
    }).toEqual(fixture.expect);
    expect(plan.why).toMatch(/\S/);
  });
});
