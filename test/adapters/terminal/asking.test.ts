import { describe, expect, it } from 'vitest';
import type { ModelCall } from '#core/ports/model.ts';
import { laneCalls } from '#test/fakes/change-answer.ts';
import { openChat } from './chat-lab.ts';
import { createCliLab, createFakePerson } from './cli-lab.ts';
import { createFakeTerminal } from './fake-terminal.ts';

/** What a run asks for after its first lanes: more than was approved, or a change of its plan. Each lane is dear enough to be asked about. */
const DEAR = { usd: async () => 0.06 };
const DEARER = { usd: async () => 0.3 };
const LIST = 'list car makers, then research each';
const REQUEST = 'translate into French, German and Dutch: Good morning to you all.';
const MANY = JSON.stringify({ items: Array.from({ length: 60 }, (_, index) => `Maker ${index + 1}`) });
const research = (call: ModelCall): string => (call.schema?.name.includes('items') === true ? MANY : 'researched');

describe('a stage that grew beyond what was approved', () => {
  it.each([false, true])('is asked about on a terminal, board: %s', async (onBoard) => {
    const lab = createCliLab(research, DEAR);
    const person = createFakePerson(['maybe', 'y']);
    const board = onBoard ? { stream: createFakeTerminal(100, 30), colour: false } : null;
    const { status, out } = await lab.cli(['run', LIST], { person, board });
    expect(person.asked).toHaveLength(2);
    expect(person.asked[0]).toMatch(/^It found more to do than was approved: go on with 25 lanes for \$.*\? \[y\/N\] $/);
    expect(status).toBe(0);
    expect(out).toContain('**25 lanes = 25 done**');
  });

  it.each([['n'], [''], [null]])('%j stops with what is there', async (key) => {
    const lab = createCliLab(research, DEAR);
    const { status, out, err } = await lab.cli(['run', LIST], { person: createFakePerson([key]) });
    expect(lab.model.calls).toHaveLength(1);
    expect([status, out]).toEqual([130, expect.stringContaining('1 done + 24 cancelled')]);
    expect(err).toContain('24 cancelled');
    expect(await lab.fanout.watch.list({ unfinished: true })).toEqual([]);
  });

  it('ends where nobody is there to be asked, and says what was asked', async () => {
    const lab = createCliLab(research, DEAR);
    const { status, err } = await lab.cli(['run', LIST]);
    expect(err).toMatch(/It found more to do than was approved.* Nobody is here to say yes\./);
    expect(status).toBe(2);
    expect(lab.model.calls).toHaveLength(1);
  });

  it.each([
    ['yes', '**25 lanes = 25 done**'],
    ['no', 'stopped: 1 of 25 lanes done, 24 cancelled ·'],
  ])('is answered in the chat by %s', async (word, end) => {
    const chat = openChat(research, null, DEAR);
    chat.type(LIST);
    expect(await chat.until('(yes · no)')).toContain('It found more to do than was approved: go on with 25 lanes');
    chat.type(word);
    await chat.until(end);
    await chat.leave();
    expect(chat.model.calls).toHaveLength(word === 'yes' ? 25 : 1);
  });
});

describe('a change beyond what was approved', () => {
  /** Lanes that end when the test says so, so that the change comes while they are at work. */
  function openLanes() {
    let go = (): void => {};
    const gate = new Promise<string>((resolve) => {
      go = () => resolve('done');
    });
    return { go, script: () => gate };
  }

  it.each([
    ['y', '**4 lanes = 4 done**'],
    ['n', '**3 lanes = 3 done**'],
    ['', '**3 lanes = 3 done**'],
    [null, '**3 lanes = 3 done**'],
  ])('is asked about on a terminal while lanes go on: %j', async (key, end) => {
    const { go, script } = openLanes();
    const lab = createCliLab(script, DEARER);
    const person = createFakePerson([key]);
    const asking = {
      ...person,
      ask: async (question: string) => {
        const typed = await person.ask(question);
        go();
        return typed;
      },
    };
    let told = false;
    const err = (text: string): void => {
      if (told || !text.includes('3 lanes')) return;
      told = true;
      void lab.fanout.steer('run1', { kind: 'tell', text: 'also Korean' }, 'bob');
    };
    const { status, out } = await lab.cli(['run', REQUEST], { person: asking, err });
    expect(person.asked).toEqual([expect.stringMatching(/^Change the plan to 4 lanes for \$.*\? \[y\/N\] $/)]);
    expect(status).toBe(0);
    expect(out).toContain(end);
  });

  it.each([
    ['yes', '**4 lanes = 4 done**'],
    ['no', '**3 lanes = 3 done**'],
  ])('is answered in the chat while lanes go on by %s', async (word, end) => {
    const { go, script } = openLanes();
    const chat = openChat(script, null, DEARER);
    chat.type(REQUEST);
    await chat.until('3 lanes: one for each language');
    chat.type('also Korean');
    expect(await chat.until('(yes · no)')).toMatch(/Added Korean[\s\S]*Change the plan to 4 lanes for \$/);
    chat.type(word);
    go();
    await chat.until(end);
    await chat.leave();
    expect(laneCalls(chat.model.calls)).toHaveLength(word === 'yes' ? 4 : 3);
  });

  it('of a run that has ended is asked about too', async () => {
    const chat = openChat(undefined, null, DEARER);
    chat.type(REQUEST);
    await chat.until('3 of 3 lanes done ·');
    chat.type('also Korean');
    await chat.until('(yes · no)');
    chat.type('yes');
    expect(await chat.until('revision 2 in')).toContain('**4 lanes = 4 done**');
    await chat.leave();
  });
});
