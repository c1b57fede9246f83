import { describe, expect, it } from 'vitest';
import type { ModelCall } from '#core/ports/model.ts';
import { asksForChange, toTold } from '#test/fakes/change-answer.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { createSlackLab, type SlackLab } from '#test/fakes/slack-lab.ts';
import { ADA, BOB, boards, expectCalm, replies, the, whispers } from './seeing.ts';

const text = (name: string, body: string) => ({ name, bytes: Buffer.from(body) });

/** A model that says what it was given, and for which all that is said about a run is a request of its own. */
const toSaid = (call: ModelCall): string => (asksForChange(call) ? toTold({ kind: 'request' }) : toDid(call));
const toDid = ({ instruction, materials }: ModelCall): string =>
  `did “${instruction.slice(0, 40)}” with ${materials.map((it) => `${it.title}: ${it.text.slice(0, 60)}`).join(' | ')}`;

async function open() {
  const model = createScriptedModel(toSaid);
  const lab = await createSlackLab({ model, prices: FAKE_PRICES });
  const process = await lab.start();
  return { lab, model, process };
}

const formOf = (lab: SlackLab, user = 'U1') => lab.until('a form', () => lab.slack.modals(user).at(-1));

describe('the form', () => {
  it('opens for a command that has nothing to work on, and starts one run, however often it is sent', async () => {
    const { lab, model } = await open();
    await lab.slack.command({ ...ADA, text: '' });
    const empty = await formOf(lab);
    expect(JSON.stringify(empty.view)).not.toContain('nothing to work on');
    await lab.slack.closeView(empty.id);
    await lab.slack.command({ ...ADA, text: 'translate into French and German' });
    const form = await formOf(lab);
    expect(JSON.stringify(form.view)).toContain('There is nothing to work on yet');
    expect(await lab.runs()).toEqual([]);
    const files = [text('notes.md', 'The notes are long.')];
    const values = {
      request: 'translate each of these into French and German',
      text: 'The cat sat.',
      files,
      mode: 'auto',
      merge: 'ordered',
      cap: '1',
      budget: '5',
    };
    const sent = await Promise.all([1, 2, 3].map(() => lab.slack.submit({ viewId: form.id, values })));
    expect(sent.map(({ errors, hasTrouble }) => ({ errors, hasTrouble }))).toEqual(sent.map(() => ({ errors: null, hasTrouble: false })));
    await lab.delivered();
    expect(lab.slack.modals('U1')).toEqual([]);
    expect(await lab.runs()).toHaveLength(1);
    const board = the(boards(lab, 'U2')[0]);
    expect(board.text).toContain('<@U1> asked: translate each of these into French and German');
    const answer = the(replies(lab, board.ts).at(-1));
    expect(answer.text).toContain('4 lanes = 4 done');
    expect(model.calls.flatMap((call) => call.materials.map((it) => it.text)).join(' ')).toMatch(
      /The cat sat\.[\s\S]*The notes are long\./,
    );
    expectCalm(lab);
  });

  it('says at the field what is wrong, and where nobody can be answered', async () => {
    const { lab } = await open();
    await lab.slack.command({ ...ADA, text: '' });
    const form = await formOf(lab);
    const send = (values: Readonly<Record<string, string>>) => lab.slack.submit({ viewId: form.id, values });
    expect(await send({ request: '   ' })).toMatchObject({ isOpen: true, errors: { request: 'Say what should be done.' } });
    expect(await lab.runs()).toEqual([]);
    expect(await send({ request: 'write a haiku', mode: 'manual' })).toMatchObject({ isOpen: false, errors: null });
    await lab.delivered();
    expect(the(boards(lab)[0]).text).toContain('write a haiku');
  });

  it('opens from a message with all of it, however long, and its run answers in that thread', async () => {
    const { lab, model } = await open();
    const long = `${'All work and no play. '.repeat(200)}THE END`;
    const { ts } = await lab.slack.write({ ...BOB, text: long, files: [text('minutes.txt', 'We met. We left.')] });
    await lab.slack.shortcut({ ...ADA, ts, callbackId: 'fanout_message' });
    const form = await formOf(lab);
    expect(JSON.stringify(form.view)).toContain('With it: the message, minutes.txt');
    const { errors } = await lab.slack.submit({ viewId: form.id, values: { request: 'summarize each of these' } });
    expect(errors).toBe(null);
    await lab.delivered();
    const seen = replies(lab, ts, 'U2');
    expect(seen.at(-1)?.text).toContain('2 lanes = 2 done');
    const given = model.calls.flatMap((call) => call.materials.map((it) => it.text));
    expect(given.some((it) => it.endsWith('THE END'))).toBe(true);
    expect(given).toContain('We met. We left.');
    expect(boards(lab)).toEqual([]);
    const short = await lab.slack.write({ ...BOB, text: 'a &lt;short&gt; message' });
    await lab.slack.shortcut({ ...ADA, ts: short.ts, callbackId: 'fanout_message' });
    const second = await formOf(lab);
    await lab.slack.submit({ viewId: second.id, values: { request: 'translate into French and German' } });
    await lab.delivered();
    expect(model.calls.at(-1)?.materials.map((it) => it.text)).toEqual(['a <short> message']);
    expectCalm(lab);
  });

  it('opens from a message of an app, Fanout’s too, with what people see in it and not with what a notification says', async () => {
    const { lab, model } = await open();
    await lab.slack.command({ ...ADA, text: 'for each of Rome and Oslo: write a slogan' });
    await lab.delivered();
    const answer = the(replies(lab, the(boards(lab)[0]).ts).at(-1));
    await lab.slack.shortcut({ ...ADA, ts: answer.ts, callbackId: 'fanout_message' });
    const form = await formOf(lab);
    await lab.slack.submit({ viewId: form.id, values: { request: 'translate into French' } });
    await lab.delivered();
    const given =
      model.calls
        .at(-1)
        ?.materials.map((it) => it.text)
        .join('') ?? '';
    expect(given).toContain('2 lanes = 2 done');
    expect(given).toMatch(/did “[^”]*Rome[\s\S]*did “[^”]*Oslo/);
    expect(given).not.toMatch(/^Answer: /);
  });

  it('opens from anywhere and asks where; where Fanout is no member the asker alone sees how it goes', async () => {
    const { lab } = await open();
    const runIn = async (channel: string) => {
      await lab.slack.globalShortcut({ team: 'T1', user: 'U1', callbackId: 'fanout_new' });
      const form = await formOf(lab);
      const sent = await lab.slack.submit({ viewId: form.id, values: { request: 'for each of Rome and Oslo: write a slogan', channel } });
      expect(sent).toMatchObject({ errors: null, hasTrouble: false });
      await lab.delivered();
    };
    await runIn('G1');
    expect(replies(lab, the(boards(lab, 'U1', 'G1')[0]).ts, 'U1', 'G1').at(-1)?.text).toContain('2 lanes = 2 done');
    expect(lab.slack.seenBy('T1', 'U2', 'G1')).toEqual([]);
    await runIn('C2');
    expect(boards(lab, 'U1', 'C2')).toEqual([]);
    expect(whispers(lab, 'U1', 'C2').join('\n')).toMatch(/invite @Fanout[\s\S]*2 lanes = 2 done/);
    const { ts } = await lab.slack.write({ ...BOB, channel: 'C2', text: 'The cat sat.' });
    await lab.slack.shortcut({ ...ADA, channel: 'C2', ts, callbackId: 'fanout_message' });
    const form = await formOf(lab);
    await lab.slack.submit({ viewId: form.id, values: { request: 'translate into Thai and Welsh' } });
    await lab.delivered();
    expect(whispers(lab, 'U1', 'C2').at(-1)).toMatch(/The cat sat\.[\s\S]*2 lanes = 2 done/);
    expect(whispers(lab, 'U2', 'C2')).toEqual([]);
    expectCalm(lab);
  });

  it('that was open over a restart says so where it has lost its files, and else goes on', async () => {
    const { lab, process } = await open();
    const { ts } = await lab.slack.write({ ...BOB, text: 'The cat sat.', files: [text('minutes.txt', 'We met.')] });
    await lab.slack.shortcut({ ...ADA, ts, callbackId: 'fanout_message' });
    const lost = await formOf(lab);
    await process.close();
    await lab.start();
    const sent = await lab.slack.submit({ viewId: lost.id, values: { request: 'summarize each of these' } });
    expect(sent).toMatchObject({ isOpen: true, errors: { request: expect.stringContaining('open it again from the message') } });
    const short = await lab.slack.write({ ...BOB, text: 'The dog ran.' });
    await lab.slack.shortcut({ ...ADA, ts: short.ts, callbackId: 'fanout_message' });
    const kept = await lab.until('another form', () => lab.slack.modals('U1').find(({ id }) => id !== lost.id));
    await lab.slack.submit({ viewId: kept.id, values: { request: 'translate into Thai and Welsh' } });
    await lab.delivered();
    expect(replies(lab, short.ts, 'U2').at(-1)?.text).toContain('2 lanes = 2 done');
  });
});

describe('a mention', () => {
  it('is answered in its thread, with the files that came with it', async () => {
    const { lab } = await open();
    const files = [text('one.md', 'One is first.'), text('two.md', 'Two is second.')];
    const { ts } = await lab.slack.mention({ ...ADA, text: 'summarize each of these', files });
    await lab.delivered();
    const [board, ...more] = replies(lab, ts, 'U2');
    expect(board?.text).toMatch(/2 of 2 done[\s\S]*✔ 1 one\.md[\s\S]*✔ 2 two\.md/);
    expect(board?.pings).toEqual([]);
    expect(more.map(({ text: said }) => said)).toEqual([
      expect.stringContaining('One is first.'),
      expect.stringContaining('Two is second.'),
      expect.stringContaining('2 lanes = 2 done'),
    ]);
    expect(boards(lab)).toEqual([]);
    expectCalm(lab);
  });

  it('in a thread works on what was said there before it, without what Fanout itself said', async () => {
    const { lab, model } = await open();
    const { ts } = await lab.slack.write({ ...ADA, text: 'Shall we ship?' });
    await lab.slack.write({ ...BOB, threadTs: ts, text: 'Not before <@U1> has slept.', files: [text('plan.txt', 'Step one.')] });
    for (const request of ['summarize this thread', 'translate each of these replies into French']) {
      await lab.slack.mention({ ...ADA, threadTs: ts, text: request });
      await lab.delivered();
      await lab.slack.write({ ...BOB, threadTs: ts, text: 'Too late to be read.' });
    }
    // Who plans sees none of it.
    const [first, ...rest] = model.calls.filter(({ schema }) => schema === undefined);
    expect(first?.materials.map((it) => it.text).join('\n')).toMatch(
      /ada[\s\S]*Shall we ship\?[\s\S]*bob[\s\S]*Not before @?ada has slept\.[\s\S]*Step one\./,
    );
    expect(first?.materials.map((it) => it.text).join('\n')).not.toContain('Too late');
    expect(rest.flatMap((call) => call.materials.map((it) => it.text)).join('\n')).not.toContain('lane = 1 done');
    const seen = replies(lab, ts, 'U2').map((message) => message.text);
    expect(seen.at(-1)).toMatch(/lanes? = \d done/);
    // Said where a run is shown, the second one begins a run there, with the talk around it, and that is said.
    const runs = await lab.runs();
    expect(runs).toHaveLength(2);
    expect(seen).toContain(`That is a new request: run ${runs[0]} began.`);
    expect(rest.some((call) => call.materials.some((it) => it.text.includes('Not before')))).toBe(true);
    expectCalm(lab);
  });

  it('without words gets the help, alone; in a thread it works on the thread', async () => {
    const { lab, model } = await open();
    await lab.slack.mention({ ...ADA, text: '' });
    await lab.until('the help', () => whispers(lab).find((it) => it.includes('Commands (')));
    expect(whispers(lab, 'U2')).toEqual([]);
    const { ts } = await lab.slack.write({ ...BOB, text: 'Berlin, Oslo' });
    await lab.slack.mention({ ...ADA, threadTs: ts, text: '' });
    await lab.delivered();
    expect(await lab.runs()).toHaveLength(1);
    expect(replies(lab, ts).at(-1)?.text).toMatch(/\S/);
    expect(model.calls.length).toBeLessThanOrEqual(1);
  });

  it('that is edited is no second request, and nothing that apps write is one', async () => {
    const { lab } = await open();
    const { ts, deliveries } = await lab.slack.mention({ ...ADA, text: 'write a haiku' });
    await lab.delivered();
    const { body } = the(deliveries[0]);
    const event = body.event as Readonly<Record<string, unknown>>;
    const edited = { ...event, text: '<@UBOT> write two haikus', edited: { user: 'U1', ts: '1.1' } };
    await lab.slack.deliver({ ...body, event_id: 'EvEdit', event: edited });
    const dm = { ...event, type: 'message', channel_type: 'im', ts: '1800000000.000100', client_msg_id: undefined };
    await lab.slack.deliver({ ...body, event_id: 'Ev1', event: { ...dm, subtype: 'message_changed', message: edited } });
    await lab.slack.deliver({ ...body, event_id: 'Ev2', event: { ...dm, subtype: 'message_deleted' } });
    await lab.slack.deliver({ ...body, event_id: 'Ev3', event: { ...dm, bot_id: 'BOTHER', subtype: 'bot_message' } });
    await lab.slack.deliver({
      ...body,
      event_id: 'Ev4',
      event: { ...event, bot_id: 'BOTHER', ts: '1800000000.000200', client_msg_id: undefined },
    });
    await lab.slack.deliver({
      ...body,
      event_id: 'Ev5',
      event: { ...event, user: 'UBOT', bot_id: 'B1', ts: '1800000000.000300', client_msg_id: undefined },
    });
    await lab.delivered();
    expect(await lab.runs()).toHaveLength(1);
    expect(replies(lab, ts)).toHaveLength(2);
  });
});
