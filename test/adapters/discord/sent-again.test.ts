import { describe, expect, it } from 'vitest';
import { laneCalls } from '#test/fakes/change-answer.ts';
import { ADA, type DiscordLab } from '#test/fakes/discord-lab.ts';
import { boardSaying, formOf, openLab, press, whisper } from './planning.ts';
import { boards, expectCalm, forEach, inGeneral, menuOf, replies, slash, the, whispers, wishOf } from './seeing.ts';

const ARRIVED = 'POST /interactions/:interaction/:token/callback';

/** Sends a form, of which Discord does not hear that it arrived: it stays open. */
async function sendUnheard(lab: DiscordLab, modalId: string, values: Readonly<Record<string, string>>): Promise<void> {
  lab.discord.fail.next(ARRIVED, { kind: 'error', code: 10062 });
  expect(await lab.discord.submitModal({ modalId, values })).toMatchObject({ failure: 'interaction failed' });
}

describe('a form that is sent again, since Discord did not hear that it arrived', () => {
  it('edits the lanes once; with other words it is another form', async () => {
    const { lab } = await openLab();
    await slash(lab, 'plan', { request: forEach(4) });
    await boardSaying(lab, 'Run 4 lanes');
    await press(lab, 'Edit lanes…');
    const { id, value } = formOf(lab);
    const lanes = value.split('\n').slice(1).join('\n');
    await sendUnheard(lab, id, { lanes });
    await boardSaying(lab, 'Run 3 lanes');
    await sendUnheard(lab, id, { lanes: `${lanes}\nand a song` });
    expect(await lab.discord.submitModal({ modalId: id, values: { lanes } })).toMatchObject({ failure: null });
    await press(lab, 'Cancel');
    await lab.delivered();
    expect(the(boards(lab)[0]).text).toContain('Stopped before a lane began · 0 of 3 done');
    expect(whispers(lab, ADA)).toEqual([]);
    expectCalm(lab);
  });

  it('starts one run', async () => {
    const { lab } = await openLab();
    await slash(lab, 'run', { request: '' });
    const { id } = formOf(lab);
    const values = { request: 'translate into French and German', text: 'The cat sat.' };
    await sendUnheard(lab, id, values);
    expect(await lab.discord.submitModal({ modalId: id, values })).toMatchObject({ failure: null });
    await lab.delivered();
    expect([await lab.runs(), boards(lab)]).toEqual([[expect.any(String)], [expect.anything()]]);
    expectCalm(lab);
  });

  it('does a lane again once', async () => {
    const { lab, model } = await openLab();
    await slash(lab, 'run', { request: forEach(2) });
    await lab.delivered();
    const board = the(boards(lab)[0]);
    await lab.discord.select({ ...inGeneral, messageId: board.id, customId: menuOf(board), values: [wishOf(board, 'open')] });
    const { id } = formOf(lab);
    const values = { wish: 'edit', prompt: 'write a haiku' };
    await sendUnheard(lab, id, values);
    await lab.until('its end', () => laneCalls(model.calls).length === 3);
    await lab.delivered();
    expect(await lab.discord.submitModal({ modalId: id, values })).toMatchObject({ failure: null });
    await lab.delivered();
    expect(laneCalls(model.calls)).toHaveLength(3);
    expect(replies(lab, board.id).at(-1)?.text).toContain('Revision 2');
    expectCalm(lab);
  });
});

it('a form that is sent as it was shown changes nothing, and says so', async () => {
  const { lab } = await openLab();
  await slash(lab, 'plan', { request: forEach(4) });
  const board = await boardSaying(lab, 'Run 4 lanes');
  await press(lab, 'Edit lanes…');
  const { id, value } = formOf(lab);
  await lab.discord.submitModal({ modalId: id, values: { lanes: value } });
  expect(await whisper(lab, 'nothing in them was changed')).not.toContain('What you typed');
  expect(the(boards(lab)[0])).toEqual(board);
  await press(lab, 'Cancel');
  await lab.delivered();
  expectCalm(lab);
});
