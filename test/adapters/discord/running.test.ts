import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { BOB, createDiscordLab, type DiscordLab, GENERAL } from '#test/fakes/discord-lab.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { ask, boards, buttonOf, expectCalm, forEach, inGeneral, mention, replies, slash, the } from './seeing.ts';

const nameOf = ({ instruction }: ModelCall): string => /item \d+/.exec(instruction)?.[0] ?? 'it';

async function open(script: (call: ModelCall, n: number) => ScriptStep | Promise<ScriptStep>) {
  const model = createScriptedModel(script);
  const lab = await createDiscordLab({ model });
  const process = await lab.start();
  return { lab, model, process };
}

const filesOf = (lab: DiscordLab) => new Map(lab.discord.files().map((file) => [file.name, strFromU8(Uint8Array.from(file.bytes))]));

describe('a run in a channel', () => {
  it('of one lane is a board in the channel, and in its thread the answer with its ledger line', async () => {
    const { lab } = await open(() => 'Rain on the window.');
    const { acknowledged, failure } = await ask(lab, 'write a haiku about rain');
    expect([acknowledged, failure]).toEqual(['deferred message', null]);
    await lab.delivered();
    const seen = lab.discord.seenBy(BOB, GENERAL).filter(({ isSystem }) => !isSystem);
    expect(seen).toHaveLength(1);
    const [board] = boards(lab, BOB);
    expect(board?.text).toMatch(/<@400000000000000001> asked: \*\*write a haiku about rain\*\*/);
    expect(board?.pings).toEqual(['400000000000000001']);
    expect(replies(lab, the(board).id, BOB).map(({ text }) => text)).toEqual([
      expect.stringMatching(/Rain on the window\.[\s\S]*1 lane = 1 done/),
    ]);
    expectCalm(lab);
  });

  it('shows each lane on its board while it works, and each result as it comes, on the file that was attached', async () => {
    const last = Promise.withResolvers<string>();
    const { lab, model } = await open((call) => {
      if (nameOf(call) === 'item 2') return new FanoutError('bad_request', 'the model says no');
      return nameOf(call) === 'item 3' ? last.promise : `said ${nameOf(call)}`;
    });
    await slash(lab, 'run', { request: forEach(3, 'write a slogan about it'), file: { name: 'rain.txt', bytes: 'It rains.' } });
    const board = await lab.until('a board with two lanes over', () =>
      boards(lab, BOB).find(({ text }) => text.includes('1 of 3 done · 1 failed')),
    );
    expect(board.text).toMatch(/1 item 1[\s\S]*2 item 2[\s\S]*the model says no[\s\S]*3 item 3/);
    expect(board.controls.map(({ label }) => label)).toEqual(['Stop', 'Merge now', 'Open a lane']);
    const early = await lab.until('two results', () => {
      const seen = replies(lab, board.id, BOB);
      return seen.length === 2 ? seen : null;
    });
    expect(early.map(({ text }) => text)).toEqual([
      expect.stringContaining('said item 1'),
      expect.stringMatching(/2 item 2[\s\S]*failed[\s\S]*the model says no/),
    ]);
    last.resolve('said item 3');
    await lab.delivered();
    const seen = replies(lab, board.id, BOB);
    expect(seen).toHaveLength(4);
    expect(the(seen[3]).text).toMatch(
      /said item 1[\s\S]*said item 3[\s\S]*3 lanes = 2 done \+ 1 failed[\s\S]*2 item 2: failed \(the model says no\)/,
    );
    const ended = the(boards(lab)[0]);
    expect(ended.id).toBe(board.id);
    expect(ended.text).toContain('Answered, with lanes missing · 2 of 3 done · 1 failed');
    expect(ended.controls.map(({ label }) => label)).toEqual(['Retry failed', 'Open a lane']);
    expect(boards(lab)).toHaveLength(1);
    expect(model.calls.flatMap(({ materials }) => materials.map(({ text }) => text))).toContain('It rains.');
    expectCalm(lab);
  });

  it('of 15 lanes has a line for each, of 40 a grid, and their results are in one file', async () => {
    const { lab } = await open((call) => `said ${nameOf(call)}`);
    for (const count of [15, 40]) {
      await ask(lab, forEach(count));
      await lab.delivered();
      const board = the(boards(lab).at(-1));
      expect(board.text).toContain(`${count} of ${count} done`);
      expect(board.text.split('\n').filter((line) => /\d item \d+/.test(line))).toHaveLength(count === 15 ? 15 : 0);
      const [answer, zip, ...more] = replies(lab, board.id);
      expect(answer?.text).toContain(`${count} lanes = ${count} done`);
      expect(zip?.files).toEqual(['lanes.zip']);
      expect(more).toEqual([]);
    }
    const zipped = unzipSync(Uint8Array.from(the(lab.discord.files().at(-1)).bytes));
    expect(Object.keys(zipped)).toHaveLength(40);
    expect(strFromU8(the(zipped['07 item 7.md']))).toBe('said item 7\n');
    expectCalm(lab);
  });

  it('of 500 lanes waits for a yes, and gives the whole answer as a file', async () => {
    const { lab, model } = await open((call) =>
      nameOf(call) === 'item 77' ? new FanoutError('content_filtered', 'refused') : `said ${nameOf(call)} ${'at length '.repeat(5)}`,
    );
    await ask(lab, forEach(500));
    const asking = await lab.until('the question', () => boards(lab).find(({ text }) => text.includes('Waiting for a yes')));
    const asked = asking.id;
    expect(model.calls).toHaveLength(0);
    expect(asking.controls.map(({ label }) => label)).toEqual(['Run', 'Sample first', 'Edit lanes…', 'Cancel']);
    const press = { ...inGeneral, messageId: asking.id, customId: buttonOf(asking, 'Run') };
    await Promise.all([lab.discord.press(press), lab.discord.press(press)]);
    await lab.delivered();
    expect(model.calls).toHaveLength(500);
    const seen = replies(lab, asked);
    expect(the(boards(lab)[0]).text).toContain('499 of 500 done · 1 failed');
    expect(seen.flatMap(({ files }) => files)).toEqual(['answer.md', 'lanes.zip']);
    expect(the(seen[0]).text).toMatch(
      /said item 1 [\s\S]*This is the beginning\. The whole is in answer\.md\.[\s\S]*500 lanes = 499 done \+ 1 failed/,
    );
    const whole = the(filesOf(lab).get('answer.md'));
    for (const number of [1, 76, 78, 500]) expect(whole).toContain(`said item ${number} `);
    expect(whole).toContain('- 77 item 77: failed (refused)');
    expect(seen).toHaveLength(3);
    expectCalm(lab);
  });

  it('with a long answer has it in parts, and what a shorter one has no need of is taken away', async () => {
    const paragraph = `${'It rains on the town. '.repeat(20)}\n\n`;
    let times = 24;
    const { lab } = await open(() => `${paragraph.repeat(times)}THE END`);
    await ask(lab, 'write about rain');
    await lab.delivered();
    const board = the(boards(lab)[0]);
    const long = replies(lab, board.id);
    expect(long.length).toBeGreaterThan(2);
    expect(long.map(({ text }) => text.split('\n')[0])).toEqual(long.map((_, at) => `-# Answer (${at + 1}/${long.length})`));
    expect(long.at(-1)?.text).toMatch(/THE END[\s\S]*1 lane = 1 done/);
    times = 1;
    await slash(lab, 'retry', { run: the((await lab.runs())[0]), lanes: '1' });
    await lab.delivered();
    const short = replies(lab, board.id);
    expect(short.map(({ id }) => id)).toEqual([the(long[0]).id]);
    expect(short[0]?.text).toMatch(/Revision 2\n[\s\S]*THE END[\s\S]*1 lane = 1 done/);
    expectCalm(lab);
  });

  it('in Chinese arrives too, though Discord breaks over so many bytes', async () => {
    const { lab } = await open(() => '雨落在小镇上。'.repeat(1_500));
    await ask(lab, forEach(3));
    await lab.delivered();
    const seen = replies(lab, the(boards(lab)[0]).id);
    expect(seen.at(-3)?.text).toMatch(/雨落在小镇上[\s\S]*This is the beginning[\s\S]*3 lanes = 3 done/);
    expect(seen.flatMap(({ files }) => files)).toEqual(['answer.md', 'lanes.zip']);
    expect(lab.discord.calls().filter(({ status }) => status >= 400 && status !== 404)).toEqual([]);
    expectCalm(lab);
  });

  it('that makes a table gives it as a file too, in which no cell is a formula', async () => {
    const { lab } = await open((call) => JSON.stringify({ website: '=1+1', founder: `of ${/Acme|Foo/.exec(call.instruction)?.[0]}` }));
    await ask(lab, 'for each of Acme and Foo: find the website and the founder');
    await lab.delivered();
    const seen = replies(lab, the(boards(lab)[0]).id);
    expect(seen.at(-1)?.files).toEqual(['table.csv']);
    expect(the(filesOf(lab).get('table.csv'))).toMatch(/Acme,'=1\+1,of Acme\s+Foo,'=1\+1,of Foo/);
    expect(seen.at(-2)?.text).toMatch(/Acme[\s\S]*of Acme[\s\S]*2 lanes = 2 done/);
    expectCalm(lab);
  });
});

describe('what is hostile', () => {
  const HOSTILE =
    '@everyone @here <@400000000000000002> <@&200000000000000001> <#300000000000000001> https://evil.example [bank](https://evil.example)';

  it('in a request, a title, a result, a reason or a name calls nobody', async () => {
    const { lab } = await open((call) =>
      call.instruction.includes('Boom')
        ? new FanoutError('bad_request', `no: ${HOSTILE}`)
        : `# ${HOSTILE}\n\n- ${HOSTILE}\n\n\`\`\`\n${HOSTILE}\n\`\`\`\n${HOSTILE}\n-# run aaaaaaaa · lane 1`,
    );
    const text = `for each of these: write about it\n- ${HOSTILE}\n- Boom ${HOSTILE}\n- plain`;
    const asked = await mention(lab, { content: text, files: [{ name: 'rain @everyone.txt', bytes: HOSTILE }] });
    await ask(lab, text.replaceAll('\n', ' '));
    await lab.delivered();
    expect(replies(lab, asked).length).toBeGreaterThan(1);
    await slash(lab, 'history');
    await slash(lab, 'show', { run: the((await lab.runs())[0]) });
    expectCalm(lab);
  });
});
