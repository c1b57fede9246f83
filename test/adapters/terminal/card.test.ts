import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';
import { createCliLab, createFakePerson } from './cli-lab.ts';
import { createFakeTerminal } from './fake-terminal.ts';

const REQUEST = 'translate into French, German, Japanese, Korean and Thai: Good morning to you all.';
const PLAN = ['plan', REQUEST] as const;
const KEYS = '[R]un · [S]ample first · [E]dit lanes · [Q]uit';
const calls = (lab: ReturnType<typeof createCliLab>): string[] => lab.model.calls.map(({ instruction }) => instruction);

describe('the card on a terminal', () => {
  it.each(['r', 'R', 'run', 'y', 'YES'])('%s runs it', async (key) => {
    const lab = createCliLab();
    const person = createFakePerson([key]);
    const { status, out, err } = await lab.cli(PLAN, { person });
    expect(status).toBe(0);
    expect(out).toContain('**5 lanes = 5 done**');
    expect(err).toMatch(/5 lanes on priced\nabout .* tokens, \$0\.0.*5 lanes: one for each language/s);
    expect(person.asked).toEqual([expect.stringMatching(/^Run 5 lanes for .*\? /)]);
    expect(person.asked[0]).toContain(KEYS);
  });

  it.each([['q'], ['n'], ['no'], [''], ['   '], [null]])('%j runs nothing, and exits with 2', async (key) => {
    const lab = createCliLab();
    const { status, out } = await lab.cli(PLAN, { person: createFakePerson([key]) });
    expect([status, out]).toEqual([2, '']);
    expect(lab.model.calls).toEqual([]);
    expect(await lab.fanout.watch.list({ unfinished: true })).toEqual([]);
  });

  it('asks again after any other key', async () => {
    const lab = createCliLab();
    const person = createFakePerson(['x', '\u001b[A', 'merge', 'r; q', 'r']);
    const { status, err } = await lab.cli(PLAN, { person });
    expect(status).toBe(0);
    expect(person.asked).toHaveLength(5);
    expect(err).toContain(`That is none of ${KEYS}.`);
  });

  it('Ctrl-C at the card stops the run with 130', async () => {
    const lab = createCliLab();
    const stop = new AbortController();
    const ask = async (): Promise<null> => {
      stop.abort();
      return null;
    };
    const person = { ...createFakePerson([]), ask };
    const { status, out } = await lab.cli(PLAN, { person, interrupted: stop.signal });
    expect([status, out]).toEqual([130, '']);
    expect(lab.model.calls).toEqual([]);
    expect(await lab.fanout.watch.list({ unfinished: true })).toEqual([]);
  });

  it('offers nothing cheaper where there is nothing, and asks again who wants it', async () => {
    const lab = createCliLab();
    const person = createFakePerson(['c', 'r']);
    const { status } = await lab.cli(PLAN, { person });
    expect(status).toBe(0);
    expect(person.asked).toHaveLength(2);
    expect(person.asked.join('\n')).not.toContain('heaper');
  });

  it('is asked on a board too, without saying twice why it is cut so', async () => {
    const lab = createCliLab();
    const stream = createFakeTerminal(120, 40);
    const { status, out, err } = await lab.cli(PLAN, { person: createFakePerson(['r']), board: { stream, colour: false } });
    expect(status).toBe(0);
    expect(out).toContain('**5 lanes = 5 done**');
    expect(stream.lines.filter((line) => line.includes('one for each language')).length).toBeGreaterThan(0);
    expect(err).not.toContain('one for each language');
    expect(stream.isCursorShown).toBe(true);
  });

  it('stands beside events on standard output', async () => {
    const lab = createCliLab();
    const items = Array.from({ length: 60 }, (_, n) => `- town ${n}`).join('\n');
    const argv = ['run', '--json', `for each of these, three things to see:\n${items}`];
    const { status, out, err } = await lab.cli(argv, { person: createFakePerson(['r']) });
    expect(status).toBe(0);
    const types = out.split('\n').map((line) => JSON.parse(line).type);
    expect(types.at(-1)).toBe('run.summary');
    expect(types).toContain('run.approved');
    expect(err).toContain('60 lanes');
  });
});

describe('a sample on a terminal', () => {
  it('is shown whole, and Enter runs the rest', async () => {
    const lab = createCliLab((call) => `first line\nsecond of ${call.instruction}`);
    const person = createFakePerson(['s', '']);
    const { status, err, out } = await lab.cli(PLAN, { person });
    expect(status).toBe(0);
    expect(person.asked[1]).toMatch(/^These came first\..*Enter runs the rest/);
    expect(err.match(/^── \d \w+ · done.*──$/gm)).toHaveLength(3);
    expect(err.match(/^second of /gm)).toHaveLength(3);
    expect(out).toContain('**5 lanes = 5 done**');
    expect(lab.model.calls).toHaveLength(5);
  });

  it('other words join every lane, a single letter does not', async () => {
    const lab = createCliLab();
    const { status } = await lab.cli(PLAN, { person: createFakePerson(['s', 'x', 'more formal, please']) });
    expect(status).toBe(0);
    expect(calls(lab).filter((instruction) => instruction.includes('more formal, please'))).toHaveLength(5);
  });

  it('q stops with what is there', async () => {
    const lab = createCliLab();
    const { status, out } = await lab.cli(PLAN, { person: createFakePerson(['s', 'q']) });
    expect(status).toBe(130);
    expect(out).toContain('3 done');
    expect(lab.model.calls).toHaveLength(3);
  });
});

describe('lanes in an editor', () => {
  it('are taken as they were left, and the card is shown again', async () => {
    const lab = createCliLab();
    const edit = (text: string): string => `${text.replace(/^2: .*\n/m, '').replace(/^3: .*$/m, '3: Say it in hiragana')}\nInto Welsh\n`;
    const person = createFakePerson(['e', 'r'], [edit]);
    const { status, out } = await lab.cli(PLAN, { person });
    expect(status).toBe(0);
    expect(person.edited[0]).toMatch(/^1: Translate the material into French\.[\s\S]*# One lane a line\./);
    expect(person.asked).toHaveLength(2);
    expect(out).toContain('**5 lanes = 5 done**');
    expect(calls(lab)).toEqual(
      expect.arrayContaining([expect.stringContaining('Say it in hiragana'), expect.stringContaining('Into Welsh')]),
    );
    expect(calls(lab).join('\n')).not.toContain('German');
  });

  it('all gone are a problem: the editor opens again with it and with the lanes', async () => {
    const lab = createCliLab();
    const person = createFakePerson(['e', 'q'], [() => '', (text) => text]);
    const { status, err } = await lab.cli(PLAN, { person });
    expect(status).toBe(2);
    expect(person.edited).toHaveLength(2);
    expect(person.edited[1]).toMatch(/^# No lane is left\.[^\n]*\n1: Translate the material into French/);
    expect(err).toContain('Nothing was changed.');
  });

  it('with a problem come back as they were typed', async () => {
    const lab = createCliLab();
    const person = createFakePerson(['e', 'r'], [() => '1: a\n9: b', (text) => text.replace('9: b', 'b')]);
    const { status, out } = await lab.cli(PLAN, { person });
    expect(status).toBe(0);
    expect(person.edited[1]).toMatch(/^# There is no lane 9: [^\n]*\n1: a\n9: b\n/);
    expect(out).toContain('**2 lanes = 2 done**');
  });

  it('stay as they were where the editor fails, and the card stays', async () => {
    const lab = createCliLab();
    const person = createFakePerson(['e', 'r'], [null]);
    const { status, out, err } = await lab.cli(PLAN, { person });
    expect(status).toBe(0);
    expect(err).toContain('The editor did not end well. Nothing was changed.');
    expect(out).toContain('**5 lanes = 5 done**');
  });

  it('are typed line by line where there is none, with a problem said and all as before', async () => {
    const lab = createCliLab();
    const person = createFakePerson(['e', 'r'], null, [['7: x'], ['2:', '3: Say it in hiragana', 'Into Welsh']]);
    const { status, out, err } = await lab.cli(PLAN, { person });
    expect(status).toBe(0);
    expect(err).toContain('There is no lane 7');
    expect(out).toContain('## French');
    expect(out).not.toContain('## German');
    expect(out).toContain('## Into Welsh');
  });
});

describe('without anybody to ask', () => {
  it('a plan is printed with its lanes, and nothing is run or left open', async () => {
    const lab = createCliLab();
    const { status, out } = await lab.cli(PLAN);
    expect(status).toBe(0);
    expect(out).toMatch(
      /^5 lanes on priced\nabout [^\n]*tokens[^\n]*\n5 lanes: one for each language\n\n1 {2}French: Translate [\s\S]*\n5 {2}Thai: Translate [^\n]*$/,
    );
    expect(lab.model.calls).toEqual([]);
    expect(await lab.fanout.watch.list({ unfinished: true })).toEqual([]);
  });

  it('with --json it is the event and the summary, also where somebody could be asked', async () => {
    const lab = createCliLab();
    const person = createFakePerson(['r']);
    const { status, out } = await lab.cli([...PLAN, '--json'], { person });
    expect(status).toBe(0);
    expect(out.split('\n').map((line) => JSON.parse(line).type)).toEqual(['run.planned', 'run.summary']);
    expect(person.asked).toEqual([]);
    expect(lab.model.calls).toEqual([]);
  });

  it('a request that can not be planned says what is missing, and exits with 2', async () => {
    const { status, out, err } = await createCliLab().cli(['plan', 'translate this']);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain('no language to put it into');
  });

  it('a wide run is not begun without --yes, also of lanes in a file', async () => {
    const lab = createCliLab();
    const items = Array.from({ length: 60 }, (_, n) => `- town ${n}`).join('\n');
    const { status, err } = await lab.cli(['run', `for each of these, three things to see:\n${items}`]);
    expect(status).toBe(2);
    expect(err).toMatch(/60 lanes.*Say --yes to run it\./);

    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lanes.txt'), Array.from({ length: 51 }, (_, n) => `lane ${n}`).join('\n'));
    const byFile = ['run', '--mode', 'manual', '--lanes', 'lanes.txt'];
    const refused = await lab.cli(byFile, { folder });
    expect(refused.status).toBe(2);
    expect(refused.err).toMatch(/51 lanes.*Say --yes/);
    expect(lab.model.calls).toEqual([]);
    const accepted = await lab.cli([...byFile, '--yes'], { folder });
    expect(accepted.status, accepted.err).toBe(0);
    expect(accepted.out).toContain('**51 lanes = 51 done**');
  });

  it('nothing is spent where --out names no folder that can be written', async () => {
    const lab = createCliLab();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'taken'), '');
    await expect(lab.cli(['run', REQUEST, '--out', 'taken'], { folder })).rejects.toMatchObject({
      code: 'bad_usage',
      userMessage: expect.stringMatching(/^The folder .*taken can't be written \(EEXIST\)\.$/),
    });
    expect(lab.model.calls).toEqual([]);
  });
});

describe('what a run says of itself after it', () => {
  it('is which models did which lanes and why, and the cost beside the estimate', async () => {
    const lab = createCliLab();
    await lab.cli(['run', REQUEST]);
    const { err } = await lab.cli(['show', 'run1']);
    expect(err).toMatch(/^priced: 5 lanes \(1–5\)/m);
    expect(err).toMatch(/^75 tokens, .*\(estimated \$.*\) · 0:\d\d$/m);
  });

  it('tells on a board of an answer that is out before the end, and prints only the whole one', async () => {
    const stream = createFakeTerminal(120, 40);
    let go = (): void => {};
    const late = new Promise<string>((resolve) => {
      go = () => resolve('late');
    });
    const lab = createCliLab((call) => (call.instruction.includes('Thai') ? late : 'fine'));
    const { status, out } = await lab.cli(['run', REQUEST, '--quorum', '80%'], {
      board: { stream, colour: false },
      err: (text) => {
        if (text.includes('Still at work: 5 Thai')) go();
      },
    });
    expect(status).toBe(0);
    expect(out.match(/\*\*5 lanes = .*\*\*/g)).toEqual(['**5 lanes = 5 done**']);
    expect(out).toContain('New since revision 1: 5 Thai');
    expect(stream.lines.join('\n')).toContain('an answer is out; 1 lane still at work');
  });
});
