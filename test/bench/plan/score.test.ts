import { describe, expect, it } from 'vitest';
import { type LanePlan, type Plan, type Planned, type StagePlan, TEXT } from '#core/plan/plan.ts';
import type { RequestFixture } from '#test/fixtures/requests/request-fixture.ts';
import { toReport } from '../../../bench/plan/report.ts';
import { type Score, toScore } from '../../../bench/plan/score.ts';

const toLane = (nth: number): LanePlan => ({ title: `Lane ${nth}`, prompt: 'Do it.', sources: [], work: 'write', output: TEXT });

const toStage = (lanes: number, change: Partial<StagePlan> = {}): StagePlan => ({
  title: 'Stage',
  lanes: Array.from({ length: lanes }, (_, index) => toLane(index + 1)),
  merge: 'ordered',
  mergePrompt: '',
  distinct: false,
  rowName: '',
  ...change,
});

const LATER = { each: { prompt: '{item}', one: 'item', sources: [], work: 'write', output: TEXT, limit: 9, likely: 3 } } as const;

function toPlanned(...stages: readonly StagePlan[]): Planned {
  const plan: Plan = { mode: 'orchestrate', why: 'because', notes: [], texts: [], stages };
  return { kind: 'plan', plan };
}

const QUESTION: Planned = { kind: 'question', code: 'more_needed', question: 'Which one?' };

function toFixture(expected: RequestFixture['expect'], lang = 'en'): RequestFixture {
  return { name: 'a request', text: 'do it', lang, expect: expected };
}

const plan = (stages: readonly (number | 'each')[], change: object = {}): RequestFixture['expect'] => ({
  kind: 'plan',
  mode: 'orchestrate',
  stages,
  merge: 'ordered',
  decides: 'model',
  ...change,
});

const score = (expected: RequestFixture['expect'], planned: Planned, decides: Score['decides'] = 'model'): Score =>
  toScore(toFixture(expected), { planned, decides, ms: 1_000, usd: 0.01 });

const marks = ({ kind, lanes, merge, shown, decided }: Score): object => ({ kind, lanes, merge, shown, decided });
const ALL = { kind: true, lanes: true, merge: true, shown: true, decided: true };

describe('the score of a plan', () => {
  it('is full where it is what is expected', () => {
    expect(marks(score(plan([3, 'each']), toPlanned(toStage(3), toStage(0, LATER))))).toEqual(ALL);
  });

  it.each([
    [6, 3, true],
    [6, 9, true],
    [6, 2, false],
    [6, 10, false],
    [1, 2, true],
  ])('of %i lanes, with %i instead, counts as near: %s', (wanted, got, near) => {
    expect(score(plan([wanted]), toPlanned(toStage(got))).lanes).toBe(near);
  });

  it('needs lanes that come later where they are expected, and none where not', () => {
    expect(score(plan([1, 'each']), toPlanned(toStage(1), toStage(1))).lanes).toBe(false);
    expect(score(plan([1, 1]), toPlanned(toStage(1), toStage(0, LATER))).lanes).toBe(false);
  });

  it('tells one call from several lanes, though the numbers are near', () => {
    expect(marks(score(plan([1]), toPlanned(toStage(2))))).toEqual({ ...ALL, kind: false });
  });

  it('counts what is shown from the last stage on', () => {
    const twoShown = plan([1, 1], { shown: [1, 2] });
    expect(score(twoShown, toPlanned(toStage(1, { shown: true }), toStage(1))).shown).toBe(true);
    expect(score(twoShown, toPlanned(toStage(1), toStage(1, { shown: true }), toStage(1))).shown).toBe(true);
    expect(score(twoShown, toPlanned(toStage(1), toStage(1))).shown).toBe(false);
  });

  it('has the merge of the last stage in it', () => {
    expect(score(plan([2], { merge: 'digest' }), toPlanned(toStage(2, { merge: 'table' }))).merge).toBe(false);
  });

  it('says who decided, whatever came of it', () => {
    expect(marks(score(plan([2]), toPlanned(toStage(2)), 'form'))).toEqual({ ...ALL, decided: false });
  });

  it('leaves nothing right of a question where a plan was due, nor of a plan where a question was', () => {
    const nothing = { kind: false, lanes: false, merge: false, shown: false, decided: true };
    expect(marks(score(plan([1]), QUESTION))).toEqual(nothing);
    expect(marks(score({ kind: 'question', code: 'more_needed', decides: 'model' }, toPlanned(toStage(1))))).toEqual(nothing);
  });

  it('holds a question to its code', () => {
    expect(marks(score({ kind: 'question', code: 'more_needed', decides: 'model' }, QUESTION))).toEqual(ALL);
    expect(score({ kind: 'question', code: 'too_many_lanes', decides: 'model' }, QUESTION).merge).toBe(false);
  });
});

describe('the report', () => {
  const good = score(plan([2]), toPlanned(toStage(2)));

  it('has a row for each language, one for all, and those that went wrong below', () => {
    const off = { ...score(plan([1], { shown: [1] }), QUESTION), lang: 'de', usd: null, ms: 3_000 };
    const report = toReport('some-model', [good, { ...good, decides: 'form', usd: 0 }, off]);
    expect(report).toContain('## some-model');
    expect(report).toContain('| English | 2/2 | 2/2 | 2/2 | 2/2 | 2/2 | 2/2 | 1 | 1.0 | 0.0100 |');
    expect(report).toContain('| German | 0/1 | 0/1 | 0/1 | 0/1 | 0/1 | 1/1 | 1 | 3.0 | ? |');
    expect(report).toContain('| all | 2/3 | 2/3 | 2/3 | 2/3 | 2/3 | 3/3 | 2 | 3.0 | 0.0100+? |');
    expect(report).toContain('| de | a request | question more_needed | 1 ordered | model |');
  });

  it('lists nothing where nothing went wrong, and needs no sum of one language', () => {
    const report = toReport('some-model', [good]);
    expect(report).not.toContain('| off |');
    expect(report).not.toContain('| all |');
  });
});
