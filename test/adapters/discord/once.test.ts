import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import { ADA, createDiscordLab, type DiscordLabOptions, GENERAL } from '#test/fakes/discord-lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { ask, boards, buttonOf, expectCalm, forEach, inGeneral, menuOf, replies, said, slash, the, whispers, wishOf } from './seeing.ts';

const CALLBACK = 'POST /interactions/:interaction/:token/callback';

async function open(options: Omit<DiscordLabOptions, 'model'> = {}) {
  const model = createScriptedModel((call) => `made of: ${call.instruction}`);
  const lab = await createDiscordLab({ model, ...options });
  const process = await lab.start();
  return { lab, model, process };
}

describe('what is told twice', () => {
  it('is one request, one press and one form', async () => {
    const { lab, model } = await open();
    lab.discord.gateway.hold();
    const asked = ask(lab, forEach(2));
    const mentioned = lab.discord.mention({ ...inGeneral, content: forEach(3, 'write a song') });
    lab.discord.gateway.release('twice');
    await asked;
    await lab.until('both answers', () => boards(lab)[0] !== undefined && replies(lab, mentioned).length === 5);
    await lab.delivered();
    expect(await lab.runs()).toHaveLength(2);
    expect(model.calls).toHaveLength(5);
    const board = the(boards(lab)[0]);
    const lane = the(replies(lab, board.id)[0]);
    const inThread = { channel: board.id, user: ADA, messageId: lane.id, customId: menuOf(lane) };
    lab.discord.gateway.hold();
    const retried = lab.discord.select({ ...inThread, values: [wishOf(lane, 'retry')] });
    lab.discord.gateway.release('twice');
    await retried;
    await lab.delivered();
    expect(model.calls).toHaveLength(6);
    await lab.discord.select({ ...inThread, values: [wishOf(the(replies(lab, board.id)[0]), 'edit')] });
    const modal = the(lab.discord.modals(ADA).at(-1));
    lab.discord.gateway.hold();
    const submitted = lab.discord.submitModal({ modalId: modal.id, values: { wish: ['edit'], prompt: 'say it again' } });
    lab.discord.gateway.release('twice');
    await submitted;
    await lab.delivered();
    expect(model.calls).toHaveLength(7);
    expect(replies(lab, board.id)).toHaveLength(3);
    expect(replies(lab, board.id).at(-1)?.text).toContain('Revision 3');
    expectCalm(lab);
  });
});

describe('two clicks', () => {
  it('on any button are one wish', async () => {
    const isDown = new Set(['item 1', 'item 3']);
    const hold = Promise.withResolvers<string>();
    const model = createScriptedModel(async (call) => {
      const name = /item \d+/.exec(call.instruction)?.[0] ?? '';
      if (name === 'item 4') return hold.promise;
      return isDown.has(name) ? new FanoutError('bad_request', 'it is down') : `said ${name}`;
    });
    const lab = await createDiscordLab({ model });
    await lab.start();
    await ask(lab, forEach(4));
    const board = await lab.until('three lanes over', () => boards(lab).find(({ text }) => text.includes('1 of 4 done · 2 failed')));
    const twice = (label: string) => {
      const press = { ...inGeneral, messageId: board.id, customId: buttonOf(the(boards(lab)[0]), label) };
      return Promise.all([lab.discord.press(press), lab.discord.press(press)]);
    };
    await twice('Merge now');
    await lab.delivered();
    const answer = (): string => the(replies(lab, board.id).find(({ text }) => text.includes('4 lanes ='))).text;
    expect(answer()).toMatch(/4 lanes = 1 done \+ 2 failed \+ 1 skipped/);
    expect(model.calls).toHaveLength(4);
    hold.resolve('said item 4');
    isDown.clear();
    await twice('Retry missing');
    await lab.delivered();
    expect(model.calls).toHaveLength(7);
    expect(answer()).toMatch(/Revision 2[\s\S]*4 lanes = 4 done/);
    expectCalm(lab);
  });

  it('on Stop stop once, and the second is told that it is over', async () => {
    const model = createScriptedModel(() => ({ hang: true }));
    const lab = await createDiscordLab({ model });
    await lab.start();
    await ask(lab, forEach(3));
    const board = await lab.until('a board', () => (model.inFlight() === 3 ? boards(lab)[0] : null));
    const press = { ...inGeneral, messageId: board.id, customId: buttonOf(board, 'Stop') };
    await Promise.all([lab.discord.press(press), lab.discord.press(press)]);
    await lab.delivered();
    expect(boards(lab)[0]?.text).toMatch(/Stopped, no answer · 0 of 3 done · 3 cancelled/);
    expect(replies(lab, board.id)).toHaveLength(1);
    expect(model.calls).toHaveLength(3);
    expectCalm(lab);
  });
});

describe('an answer to Discord that comes late, or not at all', () => {
  it.each([
    ['is refused, it is too late', { kind: 'error', code: 10062 }],
    ['gets no answer', { kind: 'timeout', applied: false }],
    ['breaks', { kind: 'reset', applied: true }],
    ['meets an error', { kind: '500', applied: false }],
  ] as const)('%s: what was asked goes on all the same, and is shown', async (_, fault) => {
    const { lab, model, process } = await open();
    lab.discord.fail.next(CALLBACK, fault);
    await ask(lab, forEach(2));
    await lab.until('the answer', () =>
      boards(lab)
        .flatMap(({ id }) => replies(lab, id))
        .find(({ text }) => text.includes('2 lanes = 2 done')),
    );
    await lab.delivered();
    const board = the(boards(lab)[0]);
    lab.discord.fail.next(CALLBACK, fault);
    const lane = the(replies(lab, board.id)[0]);
    await lab.discord.select({ channel: board.id, user: ADA, messageId: lane.id, customId: menuOf(lane), values: [wishOf(lane, 'retry')] });
    await lab.until('the second revision', () => replies(lab, board.id).find(({ text }) => text.includes('Revision 2')));
    await lab.delivered();
    expect(model.calls).toHaveLength(3);
    expectCalm(lab);
    await process.close();
  });

  it('to a form that never opened starts nothing', async () => {
    const { lab } = await open();
    lab.discord.fail.next(CALLBACK, { kind: 'error', code: 10062 });
    expect(await slash(lab, 'run')).toMatchObject({ failure: 'interaction failed' });
    expect(await lab.runs()).toEqual([]);
    expect(await slash(lab, 'run')).toMatchObject({ acknowledged: 'modal' });
  });
});

describe('an interaction whose quarter of an hour is over', () => {
  it('is no end of its run: the rest comes all the same', async () => {
    const gate = Promise.withResolvers<void>();
    const model = createScriptedModel(async (call) => {
      await gate.promise;
      return `made of: ${call.instruction}`;
    });
    const lab = await createDiscordLab({ model });
    await lab.start();
    await ask(lab, forEach(2));
    await lab.until('its board, and no word for the asker alone', () =>
      lab.discord.calls().some(({ route }) => route.startsWith('DELETE /webhooks/')),
    );
    lab.clock.skip(16 * 60_000);
    gate.resolve();
    await lab.delivered();
    expect(replies(lab, the(boards(lab)[0]).id).at(-1)?.text).toContain('2 lanes = 2 done');
    expectCalm(lab);
  });
});

describe('a gateway that breaks', () => {
  it.each(['drop', 'reconnect', 'invalidate'] as const)('(%s) is opened again, and nothing is lost or doubled', async (how) => {
    const gate = Promise.withResolvers<void>();
    const model = createScriptedModel(async (call) => {
      await gate.promise;
      return `made of: ${call.instruction}`;
    });
    const lab = await createDiscordLab({ model });
    await lab.start();
    await ask(lab, forEach(3));
    await lab.until('a board', () => boards(lab)[0]);
    const before = { ...lab.discord.gateway.starts };
    if (how === 'invalidate') lab.discord.gateway.invalidate(false);
    else lab.discord.gateway[how]();
    const during = how === 'invalidate' ? null : lab.discord.mention({ ...inGeneral, content: forEach(2, 'write a song') });
    gate.resolve();
    await lab.until(
      'its return',
      () => lab.discord.gateway.starts.identified + lab.discord.gateway.starts.resumed > before.identified + before.resumed,
    );
    if (during !== null) await lab.until('what was said meanwhile', () => replies(lab, during)[0]);
    await lab.delivered();
    expect(replies(lab, the(boards(lab)[0]).id)).toHaveLength(4);
    await slash(lab, 'history');
    await lab.until('the history', () => whispers(lab)[0]);
    expect(said(lab, GENERAL).filter(({ text }) => text.includes('asked:'))).toHaveLength(1);
    expectCalm(lab);
  });

  it('for good ends Fanout with a sentence', async () => {
    const { lab, process } = await open();
    lab.discord.resetToken('another-token');
    await expect(process.ended).rejects.toThrow(/ended the connection for good \(4004\).*DISCORD_TOKEN/);
  });
});
