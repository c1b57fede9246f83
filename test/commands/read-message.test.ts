import { describe, expect, it } from 'vitest';
import { toRunCommand } from '#commands/command.ts';
import { findMissing, type Message, readMessage, type Talk } from '#commands/read-message.ts';

const talk = (isThread: boolean): Talk => ({
  isThread,
  toMaterial: (as) => ({ kind: 'file', title: 'the thread', ref: as }),
});
const FILE = { kind: 'file', title: 'notes.md', ref: 'notes' } as const;
const REPLIED = { kind: 'file', title: 'the message', ref: 'before' } as const;

describe('a message', () => {
  it.each([
    ['stop', { verb: 'stop', runId: null }],
    ['show 3', { verb: 'show', runId: null, lane: 3 }],
    ['write a haiku', { verb: 'run', text: 'write a haiku', card: false }],
  ])('is a command or a request: %j', async (text, expected) => {
    expect((await readMessage({ text, talk: talk(true) })).command).toMatchObject(expected);
  });

  it.each([
    ['plan: translate into 3 languages: hi', 'translate into 3 languages: hi', true],
    ['Plan : a trip to Rome', 'a trip to Rome', true],
    ['plan：translate into 3 languages: hi', 'translate into 3 languages: hi', true],
    ['plan translate into French and German: hi', 'translate into French and German: hi', true],
    ['plan for each of Rome, Oslo and Bern: three sights', 'for each of Rome, Oslo and Bern: three sights', true],
    // Its text is still to come.
    ['plan translate into French and German', 'translate into French and German', true],
    ['plan a trip to Rome', 'plan a trip to Rome', false],
    ['plan for retirement', 'plan for retirement', false],
    ['planning is hard: say why', 'planning is hard: say why', false],
    ['plan', 'plan', false],
  ])('asks for a plan first where it says so: %j', async (text, asked, card) => {
    for (const prefix of ['', '/'] as const)
      expect((await readMessage({ text, prefix })).command).toMatchObject({ verb: 'run', text: asked, card, isNew: card });
  });

  it('is a request whatever it says behind run:, also where a slash makes commands', async () => {
    for (const prefix of ['', '/'] as const)
      expect((await readMessage({ text: 'run: /stop it', prefix })).command).toMatchObject({ verb: 'run', text: '/stop it', isNew: true });
  });

  it('without anything asks for help; with a form to ask in it is a request without words', async () => {
    expect((await readMessage({ text: ' \u200b ', talk: talk(false) })).command).toEqual({ verb: 'help' });
    const { command } = await readMessage({ text: '', hasForm: true });
    expect(command).toMatchObject({ verb: 'run', text: '' });
    expect(await findMissing(command)).toBe('request_empty');
  });
});

describe('what a message is about', () => {
  const about = async (message: Message) => {
    const { command, around } = await readMessage(message);
    const toLine = ({ id, ref }: { readonly id: string; readonly ref: string }): string => `${id} ${ref}`;
    return { own: command.verb === 'run' ? command.sources.map(toLine) : null, around: around.map(toLine) };
  };

  it('is what came with it, and the talk around where it says so', async () => {
    expect(await about({ text: 'summarize this', files: [FILE], talk: talk(true) })).toEqual({ own: ['S1 notes'], around: [] });
    expect(await about({ text: 'summarize this thread', files: [FILE], talk: talk(false) })).toEqual({
      own: ['S1 notes'],
      around: ['S2 whole'],
    });
    expect(await about({ text: 'übersetze jede dieser Nachrichten ins Englische', talk: talk(true) })).toEqual({
      own: [],
      around: ['S1 messages'],
    });
    expect(await about({ text: 'write a haiku', talk: talk(true) })).toEqual({ own: [], around: [] });
    expect(await about({ text: 'stop', talk: talk(true) })).toEqual({ own: null, around: [] });
  });

  it('is the thread where there is nothing else to work on, and not the talk of a channel', async () => {
    expect(await about({ text: 'translate into French', talk: talk(true) })).toEqual({ own: [], around: ['S1 whole'] });
    expect(await about({ text: 'translate into French', talk: talk(false) })).toEqual({ own: [], around: [] });
  });

  it('is what it replies to; a message of ours may be about its run', async () => {
    expect(
      await about({ text: 'translate into French', files: [FILE], repliesTo: { ...REPLIED, isOurs: false }, talk: talk(true) }),
    ).toEqual({
      own: ['S1 notes', 'S2 before'],
      around: [],
    });
    expect(await about({ text: 'shorter', files: [FILE], repliesTo: { ...REPLIED, isOurs: true } })).toEqual({
      own: ['S1 notes'],
      around: ['S2 before'],
    });
  });

  it.each([
    ['translate into French', 'material_missing'],
    ['summarize each of these', 'material_missing'],
    ['', 'request_empty'],
    ['write a haiku', null],
    ['translate into French: hi', null],
  ])('a form is asked for where it is missing: %j', async (text, code) => {
    expect(await findMissing(toRunCommand(text))).toBe(code);
  });

  it('nothing is missing of a command', async () => expect(await findMissing({ verb: 'stop', runId: null })).toBeNull());
});

/** What keyboards, clipboards and chats make of a request; the text it is about comes as it was typed. */
describe('what keyboards do', () => {
  it.each([
    [
      '\u00a0translate\u00a0into\u00a03\u00a0languages:\u00a0Good\u00a0morning',
      'translate into 3 languages:\u00a0Good\u00a0morning',
      false,
    ],
    ['plan:\u00a0translate into 3 languages: hi', 'translate into 3 languages: hi', true],
    ['plan\u00a0translate\u202finto\u20033 languages: hi', 'translate into 3 languages: hi', true],
    ['\u200btranslate into 3 languages: hi\ufeff', 'translate into 3 languages: hi', false],
    ['translate into 3 languages：\u3000おはようございます\u3000', 'translate into 3 languages：\u3000おはようございます', false],
    ['translate into French, German and Italian: “It’s done”', 'translate into French, German and Italian: “It’s done”', false],
    ['for weeks 1–12: one training goal', 'for weeks 1–12: one training goal', false],
    ['for each of Berlin、Oslo、Porto：one tip', 'for each of Berlin、Oslo、Porto：one tip', false],
    ['summarize:\n\n> Good\u00a0morning\u00a0all.\n> See you.', 'summarize:\n\n> Good\u00a0morning\u00a0all.\n> See you.', false],
    ['stop\u00a0', null, false],
    ['drop\u00a03', 'drop 3', false],
  ])('%j', async (text, asked, card) => {
    const { command } = await readMessage({ text });
    expect(command).toMatchObject(asked === null ? { verb: 'stop' } : { verb: 'run', text: asked, card });
  });

  it('options are found behind spaces of any kind', async () => {
    const { command } = await readMessage({ text: 'write a haiku\u00a0--budget\u00a02' });
    expect(command).toMatchObject({ text: 'write a haiku', budgetUsd: 2 });
  });
});
