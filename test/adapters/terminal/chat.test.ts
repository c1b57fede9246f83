import { describe, expect, it } from 'vitest';
import { laneCalls } from '#test/fakes/change-answer.ts';
import { openChat } from './chat-lab.ts';

const REQUEST = 'translate into French, German, Japanese, Korean and Thai: Good morning to you all.';

describe('a card in the chat', () => {
  it.each(['yes', 'y', '/yes', 'run'])('is answered by %s', async (word) => {
    const chat = openChat();
    chat.type(`plan: ${REQUEST}`);
    const card = await chat.until('(yes · sample · /edit · no)');
    expect(card).toMatch(/5 lanes on priced\nabout .* tokens/);
    expect(chat.model.calls).toEqual([]);
    chat.type(word);
    await chat.until('**5 lanes = 5 done**');
    await chat.leave();
  });

  it.each(['no', '/no', 'n', '/stop'])('%s runs nothing', async (word) => {
    const chat = openChat();
    chat.type(`plan: ${REQUEST}`);
    await chat.until('· no)');
    chat.type(word);
    await chat.until('not started: no lane began');
    await chat.leave();
    expect(chat.model.calls).toEqual([]);
  });

  it('shows a sample whole, and takes what is said then for all lanes', async () => {
    const chat = openChat();
    chat.type(`plan: ${REQUEST}`);
    await chat.until('· no)');
    chat.type('sample');
    const sample = await chat.until('(yes · /correct and words · no)');
    expect(sample.match(/^── /gm)).toHaveLength(3);
    chat.type('/correct more formal, please');
    await chat.until('**5 lanes = 5 done**');
    await chat.leave();
    expect(chat.model.calls.filter(({ instruction }) => instruction.includes('more formal, please'))).toHaveLength(5);
  });

  it('has its lanes edited by lines where there is no editor', async () => {
    const chat = openChat();
    chat.type(`plan: ${REQUEST}`);
    await chat.until('· no)');
    chat.type('/edit');
    expect(await chat.until('rewords a lane')).toContain('2: Translate the material into German.');
    chat.type('/edit 2:');
    await chat.until('Run 4 lanes');
    chat.type('3: Translate the material into Latin.');
    await chat.until('Run 4 lanes');
    chat.type('/edit');
    await chat.until('3: Translate the material into Latin.');
    chat.type('/edit 9: x');
    await chat.until('There is no lane 9');
    chat.type('no');
    await chat.until('not started: no lane began');
    await chat.leave();
  });

  it('opens the editor, and says afterwards what was said meanwhile', async () => {
    const chat = openChat(undefined, async (text) => text.replace(/^2: .*\n/m, ''));
    chat.type(`plan: ${REQUEST}`);
    await chat.until('· no)');
    chat.type('/edit');
    await chat.until('Run 4 lanes');
    chat.type('yes');
    expect(await chat.until('**4 lanes = 4 done**')).not.toContain('German');
    await chat.leave();
  });

  it('is answered by the line behind the request, where that is piped', async () => {
    const chat = openChat();
    chat.type(`plan: ${REQUEST}`);
    chat.type('yes');
    expect(await chat.leave()).toContain('**5 lanes = 5 done**');
    expect(await chat.fanout.watch.list({ unfinished: false, place: 'terminal', words: [], limit: 9 })).toHaveLength(1);
  });

  it('is edited by the line behind the request too, where that is piped', async () => {
    const chat = openChat();
    for (const line of [`plan: ${REQUEST}`, '/edit 2:', 'go']) chat.type(line);
    const text = await chat.leave();
    expect(text).toContain('**4 lanes = 4 done**');
    expect(text).not.toContain('[German]');
  });

  it('is no other one than was shown, where a person says yes', async () => {
    const chat = openChat(undefined, null, undefined, true);
    chat.type(`plan: ${REQUEST}`);
    await chat.until('Run 5 lanes');
    const [run] = await chat.fanout.watch.list({ unfinished: true });
    await chat.fanout.steer(run?.runId ?? '', { kind: 'edit', text: 'write a song', mostChars: 3_000 }, 'bob');
    chat.type('yes');
    await chat.until('What that asked for has changed meanwhile');
    await chat.until('Run 1 lane');
    chat.type('yes');
    await chat.until('1 of 1 lane done');
    await chat.leave();
    expect(chat.model.calls).toHaveLength(1);
  });

  it('answers that nothing asks for say so', async () => {
    const chat = openChat();
    for (const line of ['/edit', '/correct shorter', 'yes', 'No', 'ok', 'sample']) {
      chat.type(line);
      await chat.until('No run waits for that now.');
    }
    await chat.leave();
    expect(chat.model.calls).toEqual([]);
  });
});

describe('words about a run', () => {
  it('change it just after its end, and only what is new is told', async () => {
    const chat = openChat();
    chat.type(REQUEST);
    await chat.until('5 of 5 lanes done ·');
    chat.type('also Finnish');
    const told = await chat.until('revision 2 in');
    expect(told).toMatch(/» Added Finnish/);
    expect(told).toContain('✓ 6/6 Finnish');
    expect(told).not.toContain('✓ 1/5');
    chat.type('thanks!');
    chat.type('drop lane 2');
    expect(await chat.until('**')).not.toContain('5 of 5 lanes done ·');
    await chat.leave();
  });

  it('that are a request of their own start another run, as does run:', async () => {
    const chat = openChat();
    chat.type(REQUEST);
    await chat.until('5 of 5 lanes done ·');
    chat.type('translate into Finnish and Welsh: Good night.');
    await chat.until('**2 lanes = 2 done**');
    chat.type('run: shorter');
    await chat.until('1 of 1 lane done ·');
    await chat.leave();
    expect(await chat.fanout.watch.list({ unfinished: false, place: 'terminal', words: [], limit: 9 })).toHaveLength(3);
  });

  it('that ask something are answered in lines, and change nothing', async () => {
    const chat = openChat(({ standing, instruction }) =>
      standing === undefined ? `did ${instruction}` : 'Lane 4, Korean.\nThe others \u001bdo not.',
    );
    chat.type(REQUEST);
    await chat.until('5 of 5 lanes done ·');
    chat.type('which of them is longest?');
    const told = await chat.until('do not.');
    expect(told).toContain('» Lane 4, Korean.\n  The others do not.');
    expect(await chat.leave()).not.toContain('revision 2');
    expect(laneCalls(chat.model.calls)).toHaveLength(5);
  });

  it('that are a request after all start a run, which is shown as if it had been typed', async () => {
    const chat = openChat();
    chat.type(REQUEST);
    await chat.until('5 of 5 lanes done ·');
    chat.type('new: a poem about the sea');
    await chat.until('» That is a new request: run');
    const told = await chat.until('1 of 1 lane done ·');
    expect(told).toMatch(/did [Nn]ew: a poem about the sea/);
    // What is said next is about that one.
    chat.type('warmer');
    await chat.until('» 1 ');
    await chat.until('revision 2 in');
    expect((await chat.leave()).match(/That is a new request/g)).toHaveLength(1);
    expect(await chat.fanout.watch.list({ unfinished: false, place: 'terminal', words: [], limit: 9 })).toHaveLength(2);
  });

  it('that are said at once wait for the plan', async () => {
    const chat = openChat();
    chat.type(REQUEST);
    chat.type('also Finnish');
    await chat.until('» Added Finnish.');
    await chat.until('**6 lanes = 6 done**');
    await chat.leave();
    expect(await chat.fanout.watch.list({ unfinished: false, place: 'terminal', words: [], limit: 9 })).toHaveLength(1);
  });

  it('are a request again once the run is long over', async () => {
    const chat = openChat();
    chat.type(REQUEST);
    await chat.until('5 of 5 lanes done ·');
    await chat.clock.advance(11 * 60_000);
    chat.type('shorter');
    await chat.until('1 of 1 lane done ·');
    await chat.leave();
  });
});

it('an answer that is out is printed while lanes go on, and the next one says what is new', async () => {
  let go = (): void => {};
  const late = new Promise<string>((resolve) => {
    go = () => resolve('late');
  });
  const chat = openChat((call) => (call.instruction.includes('Thai') ? late : 'fine'));
  chat.type(`translate into French, German, Japanese, Korean and Thai --quorum 80%: Good morning to you all.`);
  await chat.until('an answer is out; 1 lane still at work');
  await chat.until('Still at work: 5 Thai');
  go();
  await chat.until('New since revision 1: 5 Thai');
  await chat.leave();
});

describe('an input that ends', () => {
  it('while a run waits for a yes leaves it so, says so, and is no success', async () => {
    const chat = openChat();
    chat.type(`plan: ${REQUEST}`);
    await chat.until('· no)');
    await expect(chat.leave()).rejects.toMatchObject({
      code: 'bad_usage',
      userMessage: 'Run run1 still waits for a yes, and the input has ended. The next start asks again.',
    });
    expect(chat.model.calls).toEqual([]);
    expect(await chat.fanout.watch.list({ unfinished: true })).toMatchObject([{ runId: 'run1' }]);
  });

  it('sees other runs to their end before that', async () => {
    const chat = openChat();
    chat.type(`plan: ${REQUEST}`);
    await chat.until('· no)');
    chat.type('run: translate into Finnish and Welsh: Good night.');
    await expect(chat.leave()).rejects.toMatchObject({ userMessage: expect.stringContaining('Run run1 still waits') });
    expect(await chat.until('2 of 2 lanes done ·')).toContain('**2 lanes = 2 done**');
  });

  it('right behind a yes does not leave', async () => {
    const chat = openChat();
    chat.type(`plan: ${REQUEST}`);
    await chat.until('· no)');
    chat.type('yes');
    expect(await chat.leave()).toContain('**5 lanes = 5 done**');
  });

  it('before the plan is there leaves once it is asked for', async () => {
    const chat = openChat();
    chat.type(`plan: ${REQUEST}`);
    await expect(chat.leave()).rejects.toMatchObject({ code: 'bad_usage' });
    expect(await chat.until('· no)')).toContain('Run 5 lanes');
  });
});
