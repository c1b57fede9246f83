import { describe, expect, it } from 'vitest';
import { ask, fanOut, lanes, planOf, toFile } from './lab.ts';

const stagesOf = (plan: Awaited<ReturnType<typeof planOf>>) => plan.stages.map((stage) => stage.lanes.map((lane) => lane.title));
const one = (...made: readonly unknown[]) => fanOut([{ lanes: made, merge: 'ordered' }]);

describe('the number of lanes', () => {
  it('is clamped from the end, and said', async () => {
    const titles = ['Athens', 'Berlin', 'Cairo', 'Dakar', 'Essen', 'Faro', 'Gent'];
    const plan = await planOf([one(...lanes(...titles))], { maxLanes: 4 });
    expect(stagesOf(plan)).toEqual([['Athens', 'Berlin', 'Cairo', 'Dakar']]);
    expect(plan.notes).toEqual(['3 more lanes were planned than the limit of 4 allows: left out.']);
  });

  it('is taken from the widest stage, so that what comes after stays', async () => {
    const plan = await planOf(
      [
        fanOut([
          { lanes: lanes('Athens', 'Berlin', 'Cairo', 'Dakar'), merge: 'ordered' },
          { lanes: lanes('Verdict'), merge: 'ordered' },
        ]),
      ],
      {
        maxLanes: 4,
      },
    );
    expect(stagesOf(plan)).toEqual([['Athens', 'Berlin', 'Cairo'], ['Verdict']]);
    expect(plan.notes).toEqual(['5 lanes were planned and the limit is 4: the last one was left out.']);
  });

  it('is a question where the person asked for more by number', async () => {
    const many = lanes(...Array.from({ length: 30 }, (_, at) => `Company ${at}`));
    const { planned } = await ask([one(...many)], { text: 'Research the 30 largest companies', maxLanes: 10 });
    expect(planned).toMatchObject({ kind: 'question', code: 'too_many_lanes' });
  });

  it('may be 5,000 in an answer', async () => {
    const many = lanes(...Array.from({ length: 5_000 }, (_, at) => `Place ${at} ${(at * 7919).toString(36)}`));
    const plan = await planOf([one(...many)], { maxLanes: 100 });
    expect(plan.stages[0]?.lanes).toHaveLength(100);
  });

  it('is one call where one is left', async () => {
    expect((await planOf([one(...lanes('Tea'), ...lanes('Tea'))])).why).toBe('1 call, the planner says: “it has parts”');
  });
});

describe('lanes that do the same', () => {
  it.each([
    [
      'equal orders',
      [
        { title: 'A', objective: 'Find prices of tea.' },
        { title: 'B', objective: 'Find prices of tea!' },
      ],
      ['A'],
    ],
    [
      'nearly equal ones',
      [
        { title: 'Competitor pricing', objective: 'Research the pricing of competing tea shops.' },
        { title: 'Pricing of competitors', objective: 'Research the prices of competing tea shops.' },
      ],
      ['Competitor pricing'],
    ],
    [
      'one within another',
      [
        { title: 'Prices', objective: 'Find prices of green tea.' },
        { title: 'Prices and makers', objective: 'Find prices and makers of green tea in Japan.' },
      ],
      ['Prices and makers'],
    ],
    [
      'one that only repeats several others',
      [
        { title: 'Green tea', objective: 'Green tea prices.' },
        { title: 'Black coffee', objective: 'Black coffee yields.' },
        { title: 'Both', objective: 'Both: green tea prices and black coffee yields.' },
      ],
      ['Green tea', 'Black coffee'],
    ],
  ])('are dropped and said: %s', async (_, made, kept) => {
    const plan = await planOf([one(...made, { title: 'Weather', objective: 'Look at rainfall over the year.' })]);
    expect(stagesOf(plan)).toEqual([[...kept, 'Weather']]);
    expect(plan.notes.join()).toMatch(/^Left out “/);
  });

  it.each([
    [
      'two countries',
      'Describe the market for electric bikes, its size, its growth and its regulation in Norway',
      'Describe the market for electric bikes, its size, its growth and its regulation in Sweden',
      'Norway',
      'Sweden',
    ],
    ['two years', 'Summarize what the board decided in 2023', 'Summarize what the board decided in 2024', 'Board 2023', 'Board 2024'],
  ])('are not %s', async (_, first, second, a, b) => {
    const plan = await planOf([one({ title: a, objective: first }, { title: b, objective: second })]);
    expect([stagesOf(plan), plan.notes]).toEqual([[[a, b]], []]);
  });

  it('are not lanes with other material', async () => {
    const same = { title: 'Offer', objective: 'State the price.' };
    const plan = await planOf([one({ ...same, sources: ['S1'] }, { ...same, sources: ['S2'] })], { sources: [toFile('S1'), toFile('S2')] });
    expect(stagesOf(plan)).toEqual([['Offer', 'Offer (2)']]);
  });

  it('stay for a vote', async () => {
    const plan = await planOf([fanOut([{ lanes: [...lanes('Tea'), ...lanes('Tea'), ...lanes('Tea')], merge: 'vote' }])]);
    expect([plan.stages[0]?.lanes.length, plan.stages[0]?.merge]).toEqual([3, 'vote']);
  });
});

describe('lanes that need others', () => {
  const needing = (title: string, ...needs: readonly string[]) => ({ title, objective: `Work on ${title} alone.`, needs });

  it('come in a stage after them, with their result', async () => {
    const plan = await planOf([
      fanOut([{ lanes: [needing('Alps'), needing('Bogs'), needing('Verdict', 'Alps', 'bogs')], merge: 'digest', merge_prompt: 'Sum up.' }]),
    ]);
    expect(stagesOf(plan)).toEqual([['Alps', 'Bogs'], ['Verdict']]);
    expect(plan.stages.map((stage) => stage.lanes.map((lane) => lane.sources))).toEqual([[[], []], [['R1']]]);
    expect(plan.notes).toEqual(['“Verdict” needs other lanes: made a stage after them.']);
  });

  it('leave what nobody needs to the last stage, so that the answer has it', async () => {
    const plan = await planOf([one(needing('Alps'), needing('Bogs', 'Alps'), needing('Cliffs'))]);
    expect(stagesOf(plan)).toEqual([['Alps'], ['Bogs', 'Cliffs']]);
    expect(plan.stages[1]?.lanes.map((lane) => lane.sources)).toEqual([['R1'], []]);
  });

  it('in a circle are done without', async () => {
    const plan = await planOf([one(needing('Alps', 'Bogs'), needing('Bogs', 'Alps'), needing('Cliffs', 'Cliffs', 'Nowhere'))]);
    expect(stagesOf(plan)).toEqual([['Bogs'], ['Alps', 'Cliffs']]);
    expect(plan.notes[0]).toBe('“Bogs” needed a lane that waits for it: it goes without.');
  });

  it('in a long chain make a few stages', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `Step${(at * 7919).toString(36)}`);
    const plan = await planOf([one(...names.map((title, at) => needing(title, ...(at === 0 ? [] : [names[at - 1] ?? '']))))]);
    expect(plan.stages).toHaveLength(6);
    expect(plan.stages.flatMap((stage) => stage.lanes)).toHaveLength(60);
  });

  it('move the numbers of results that later stages name', async () => {
    const plan = await planOf([
      fanOut([
        { lanes: [needing('Alps'), needing('Bogs', 'Alps')], merge: 'ordered' },
        { lanes: [{ title: 'End', objective: 'Sum up.', sources: ['R1', 'R2', 'R9'] }], merge: 'ordered' },
      ]),
    ]);
    expect(plan.stages.at(-1)?.lanes[0]?.sources).toEqual(['R1', 'R2']);
  });
});

describe('a stage out of a stage', () => {
  const each = { prompt: 'Research {item} in depth.', one: 'company', limit: 50, likely: 12 };

  it('has the stage before give items, and says how many are likely', async () => {
    const plan = await planOf([
      fanOut([
        { lanes: lanes('Companies'), merge: 'ordered' },
        { each, merge: 'digest', merge_prompt: 'Compare them.' },
      ]),
    ]);
    expect(plan.stages[0]).toMatchObject({ merge: 'dedupe', lanes: [{ output: { kind: 'items', fields: [], count: null } }] });
    expect(plan.stages[1]).toMatchObject({ lanes: [], merge: 'digest', each: { one: 'company', limit: 50, likely: 12 } });
    expect(plan.why).toBe('1 lane, then one lane for each company (about 12), the planner says: “it has parts”');
  });

  it('has no more lanes than are left', async () => {
    const plan = await planOf(
      [
        fanOut([
          { lanes: lanes('Companies', 'Other firms'), merge: 'dedupe' },
          { each, merge: 'ordered' },
          { lanes: lanes('End'), merge: 'ordered' },
        ]),
      ],
      {
        maxLanes: 10,
      },
    );
    expect(plan.stages[1]?.each).toMatchObject({ limit: 7, likely: 7 });
    expect(plan.notes).toContain('About 12 are likely and at most 7 can be taken: what is beyond is left out.');
  });
});

describe('a settled lane', () => {
  it('is told its bounds, and nothing of the others', async () => {
    const bounded = [
      { ...lanes('Prices')[0], boundaries: 'Only: list prices. Not: features.' },
      { ...lanes('Features')[0], boundaries: 'what it can do' },
    ];
    const plan = await planOf([one(...bounded)]);
    expect(plan.stages[0]?.lanes.map((lane) => lane.prompt)).toEqual([
      'Find out about Prices. Only: list prices. Not: features.',
      'Find out about Features. Only: what it can do',
    ]);
  });

  it('gets all material where the planner names none, and the result before in a later stage', async () => {
    const plan = await planOf(
      [
        fanOut([
          { lanes: lanes('Alps', 'Bogs'), merge: 'ordered' },
          { lanes: lanes('End'), merge: 'ordered' },
        ]),
      ],
      {
        sources: [toFile('S1'), toFile('S2')],
        texts: [{ id: 'T1', title: 'the text', text: 'x' }],
      },
    );
    expect(plan.stages.map((stage) => stage.lanes[0]?.sources)).toEqual([['S1', 'S2', 'T1'], ['R1']]);
  });

  it('votes only on the same work, and has a key only that is a column', async () => {
    const rows = (name: string) => ({ title: name, objective: `List shops in ${name}.`, output: 'items', fields: ['Name', 'City'] });
    const plan = await planOf([
      fanOut(
        [
          { lanes: lanes('Alps', 'Bogs'), merge: 'vote' },
          { lanes: [rows('Oslo'), rows('Rome')], merge: 'table', key: 'name' },
        ],
        { brief: 'style' },
      ),
    ]);
    expect(plan.stages.map((stage) => [stage.merge, stage.key])).toEqual([
      ['vote', undefined],
      ['table', 'Name'],
    ]);
    expect(plan.brief).toEqual({ kind: 'style', sources: [] });
  });
});
