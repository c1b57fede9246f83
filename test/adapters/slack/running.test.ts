import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { createSlackLab, type SlackLab } from '#test/fakes/slack-lab.ts';
import { ADA, boards, expectCalm, forEach, replies, the } from './seeing.ts';

const nameOf = ({ instruction }: ModelCall): string => /item \d+/.exec(instruction)?.[0] ?? 'it';

async function open(script: (call: ModelCall, n: number) => ScriptStep | Promise<ScriptStep>) {
  const model = createScriptedModel(script);
  const lab = await createSlackLab({ model });
  const process = await lab.start();
  return { lab, model, process };
}

const filesOf = (lab: SlackLab) => new Map(lab.slack.files().map((file) => [file.name, strFromU8(file.bytes)]));

describe('a run in a channel', () => {
  it('of one lane is a board and an answer with its ledger line', async () => {
    const { lab } = await open(() => 'Rain on the window.');
    await lab.slack.command({ ...ADA, text: 'write a haiku about rain' });
    await lab.delivered();
    const board = the(boards(lab, 'U2')[0]);
    expect(board.text).toContain('<@U1> asked: write a haiku about rain');
    expect(replies(lab, board.ts, 'U2').map(({ text }) => text)).toEqual([
      expect.stringMatching(/Rain on the window\.[\s\S]*1 lane = 1 done/),
    ]);
    expectCalm(lab);
  });

  it('shows each lane on its board while it works, and each result as it comes', async () => {
    const last = Promise.withResolvers<string>();
    const { lab } = await open((call) => {
      if (nameOf(call) === 'item 2') return new FanoutError('bad_request', 'the model says no');
      return nameOf(call) === 'item 3' ? last.promise : `said ${nameOf(call)}`;
    });
    const asked = await lab.slack.command({ ...ADA, text: forEach(3) });
    expect(asked.ack.body).toBe('');
    const board = await lab.until('a board with two lanes over', () =>
      boards(lab, 'U2').find(({ text }) => text.includes('1 of 3 done · 1 failed')),
    );
    expect(board.text).toMatch(/✔ 1 item 1[\s\S]*✖ 2 item 2 — the model says no[\s\S]*◔ 3 item 3/);
    expect(board.fallback).toMatch(/^<@U1> asked: .* 1 of 3 done · 1 failed/);
    expect(board.controls.map(({ label }) => label)).toEqual(['Stop', 'Merge now', 'Open a lane']);
    const early = await lab.until('two results', () => {
      const seen = replies(lab, board.ts, 'U2');
      return seen.length === 2 ? seen : null;
    });
    expect(early.map(({ text }) => text)).toEqual([
      expect.stringContaining('said item 1'),
      expect.stringMatching(/^2 item 2: failed: the model says no/),
    ]);
    last.resolve('said item 3');
    await lab.delivered();
    const seen = replies(lab, board.ts, 'U2');
    expect(seen).toHaveLength(4);
    expect(the(seen[3]).text).toMatch(
      /said item 1[\s\S]*said item 3[\s\S]*3 lanes = 2 done \+ 1 failed[\s\S]*2 item 2: failed \(the model says no\)/,
    );
    const ended = the(boards(lab)[0]);
    expect(ended).toMatchObject({ ts: board.ts, isEdited: false });
    expect(ended.text).toContain('Answered, with lanes missing · 2 of 3 done · 1 failed');
    expect(ended.controls.map(({ label }) => label)).toEqual(['Retry failed', 'Open a lane']);
    expect(boards(lab)).toHaveLength(1);
    expectCalm(lab);
  });

  it('of 15 and of 48 lanes has a row for each, and their results in one file; of 49 it has groups', async () => {
    const { lab } = await open((call) => `said ${nameOf(call)}`);
    for (const count of [15, 48, 49]) {
      await lab.slack.command({ ...ADA, text: forEach(count) });
      await lab.delivered();
      const board = the(boards(lab).at(-1));
      expect(board.text).toContain(`${count} of ${count} done`);
      const rows = board.text.split('\n').filter((line) => line.startsWith('✔'));
      expect(rows).toHaveLength(count === 49 ? 5 : count);
      expect(rows.at(-1)).toMatch(count === 49 ? /^✔ Lanes 41–49: 9 done/ : new RegExp(`^✔ ${count} item ${count}`));
      const [answer, zip, ...more] = replies(lab, board.ts);
      expect(answer?.text).toContain(`${count} lanes = ${count} done`);
      expect(zip?.files).toEqual(['lanes.zip']);
      expect(more).toEqual([]);
    }
    const zipped = unzipSync(the(lab.slack.files().at(-1)).bytes);
    expect(Object.keys(zipped)).toHaveLength(49);
    expect(strFromU8(the(zipped['07 item 7.md']))).toBe('said item 7\n');
    expectCalm(lab);
  });

  it('of 500 lanes waits for a yes, and gives the whole answer as a file', async () => {
    const { lab, model } = await open((call) =>
      nameOf(call) === 'item 77' ? new FanoutError('content_filtered', 'refused') : `said ${nameOf(call)} ${'at length '.repeat(5)}`,
    );
    await lab.slack.mention({
      ...ADA,
      text: `for each of these: write a slogan\n${Array.from({ length: 500 }, (_, at) => `- item ${at + 1}`).join('\n')}`,
    });
    const asking = await lab.until('the question', () =>
      lab.slack
        .seenBy('T1', 'U1', 'C1')
        .flatMap(({ ts }) => replies(lab, ts))
        .find(({ text }) => text.includes('Waiting for a yes')),
    );
    expect(model.calls).toHaveLength(0);
    expect(asking.controls.map(({ label }) => label)).toEqual(['Run', 'Sample first', 'Edit lanes…', 'Cancel']);
    for (const _ of [1, 2]) await lab.slack.press({ ...ADA, ts: asking.ts, actionId: 'fanout_yes' });
    await lab.delivered();
    expect(model.calls).toHaveLength(500);
    const root = the(asking.threadTs ?? undefined);
    const seen = replies(lab, root);
    expect(the(seen[0]).text).toMatch(/499 of 500 done · 1 failed[\s\S]*✖ Lanes 51–100: 49 done, 1 failed/);
    expect(seen.flatMap(({ files }) => files)).toEqual(['answer.md', 'lanes.zip']);
    expect(the(seen[1]).text).toMatch(
      /said item 1 [\s\S]*This is the beginning\. The whole is in answer\.md\.[\s\S]*500 lanes = 499 done \+ 1 failed/,
    );
    const whole = the(filesOf(lab).get('answer.md'));
    for (const number of [1, 76, 78, 500]) expect(whole).toContain(`said item ${number} `);
    expect(whole).toContain('- 77 item 77: failed (refused)');
    expect(seen).toHaveLength(4);
    expectCalm(lab);
  });

  it('with a long answer has it in parts, and what a shorter one has no need of is taken away', async () => {
    const paragraph = `${'It rains on the town. '.repeat(20)}\n\n`;
    let times = 40;
    const { lab } = await open(() => `${paragraph.repeat(times)}THE END`);
    await lab.slack.command({ ...ADA, text: 'write about rain' });
    await lab.delivered();
    const board = the(boards(lab)[0]);
    const long = replies(lab, board.ts);
    expect(long.map(({ text }) => text.split('\n')[0])).toEqual(['Answer (1/3)', 'Answer (2/3)', 'Answer (3/3)']);
    expect(long.at(-1)?.text).toMatch(/THE END[\s\S]*1 lane = 1 done/);
    times = 1;
    await lab.slack.command({ ...ADA, text: `retry ${(await lab.runs())[0]} 1` });
    await lab.delivered();
    const short = replies(lab, board.ts);
    expect(short.map(({ ts }) => ts)).toEqual([the(long[0]).ts]);
    expect(short[0]?.text).toMatch(/^Revision 2\n[\s\S]*THE END[\s\S]*1 lane = 1 done/);
    expectCalm(lab);
  });

  it('that makes a table gives it as a file too, in which no cell is a formula', async () => {
    const { lab } = await open((call) => JSON.stringify({ website: '=1+1', founder: `of ${/Acme|Foo/.exec(call.instruction)?.[0]}` }));
    await lab.slack.command({ ...ADA, text: 'for each of Acme and Foo: find the website and the founder' });
    await lab.delivered();
    const seen = replies(lab, the(boards(lab)[0]).ts);
    expect(seen.at(-1)?.files).toEqual(['table.csv']);
    expect(the(filesOf(lab).get('table.csv'))).toMatch(/Acme,'=1\+1,of Acme\s+Foo,'=1\+1,of Foo/);
    expect(seen.at(-2)?.text).toMatch(/Acme[\s\S]*of Acme[\s\S]*2 lanes = 2 done/);
    expectCalm(lab);
  });
});

describe('what is hostile', () => {
  const HOSTILE =
    '<!channel> <!here|here> <@U2> <#C1> <!subteam^S1> @here @everyone &lt;!channel&gt; &amp;lt;!here&amp;gt; https://evil.example <https://evil.example|bank.example> [bank](https://evil.example)';

  it('in a request, a title, a result, a reason or a name calls nobody and grows no preview', async () => {
    const { lab } = await open((call) =>
      [call.instruction, ...call.materials.map((it) => it.text)].some((it) => it.includes('Boom'))
        ? new FanoutError('bad_request', `no: ${HOSTILE}`)
        : `# ${HOSTILE}\n\n- ${HOSTILE}\n\n\`\`\`\n${HOSTILE}\n\`\`\`\n${HOSTILE}`,
    );
    const text = `for each of these: write about it\n- ${HOSTILE}\n- Boom ${HOSTILE}\n- plain`;
    await lab.slack.command({ ...ADA, text });
    await lab.slack.mention({ ...ADA, text, files: [{ name: `${HOSTILE.replaceAll('/', '')}.txt`, bytes: Buffer.from(HOSTILE) }] });
    await lab.delivered();
    const asked = the(lab.slack.seenBy('T1', 'U1', 'C1').find(({ from }) => from === 'U1'));
    expect(replies(lab, asked.ts).length).toBeGreaterThan(1);
    expect(replies(lab, the(boards(lab)[0]).ts)).toHaveLength(4);
    await lab.slack.command({ ...ADA, channel: 'C2', text });
    await lab.delivered();
    expect(lab.slack.seenBy('T1', 'U1', 'C2').at(-1)?.text).toContain('3 lanes = 2 done + 1 failed');
    await lab.slack.command({ ...ADA, text: 'history' });
    await lab.slack.command({ ...ADA, text: `show ${(await lab.runs())[0]} 1` });
    await lab.slack.command({ ...ADA, text: `show ${(await lab.runs())[0]}` });
    expectCalm(lab);
    const ephemeral = lab.slack.messages('T1', 'C1').filter(({ onlyFor }) => onlyFor !== null);
    expect(ephemeral).toHaveLength(3);
  });
});

describe('a workspace that knows no plan', () => {
  it('gets a simpler board, and is not asked again', async () => {
    const { lab } = await open((call) => `said ${nameOf(call)}`);
    lab.slack.fail.next('chat.update', { kind: 'error', error: 'invalid_blocks' });
    for (const count of [2, 4]) {
      await lab.slack.command({ ...ADA, text: forEach(count) });
      await lab.delivered();
    }
    const seen = boards(lab, 'U2');
    expect(seen).toHaveLength(2);
    expect(the(seen[0]).text).toMatch(/2 of 2 done[\s\S]*✅ 2 {2}⏳ 0 {2}❌ 0[\s\S]*✅ 1 item 1/);
    expect(the(seen[1]).text).toMatch(/4 of 4 done[\s\S]*✅ 4 {2}⏳ 0 {2}❌ 0/);
    expect(lab.slack.calls().filter(({ error }) => error === 'invalid_blocks')).toHaveLength(1);
    expect(replies(lab, the(seen[1]).ts).at(-1)?.text).toContain('4 lanes = 4 done');
    expectCalm(lab);
  });
});
