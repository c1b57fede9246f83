import type { ButtonInteraction, ModalSubmitInteraction, StringSelectMenuInteraction } from 'discord.js';
import type { Drafts } from '#commands/drafts.ts';
import { type LaneWish, lookAt, type Press, parseLaneValue, toPressed } from '#commands/press.ts';
import type { RunView } from '#core/view/run-view.ts';
import { parseAnsweredCard, parseCustomId } from '../actions.ts';
import { toLaneForm } from '../forms/lane-form.ts';
import { EMPTY_FORM, toRunForm } from '../forms/run-form.ts';
import { type Desk, maySeeAs } from './desk.ts';
import { type Hearing, hearDeferred, speakerOf } from './hear-deferred.ts';
import { nameForm, openForm } from './open-form.ts';
import { hearCorrection, hearEdit, openAgain, openCorrect, openEdit } from './plan-forms.ts';
import { hearRunForm } from './run-form.ts';
import { replyToInteraction } from './say.ts';

type Pressed = ButtonInteraction | StringSelectMenuInteraction;

const UNKNOWN = 'This is of another version of Fanout, which has gone since. `/fanout show` shows a run as it is now.';

/** Buttons and menus of boards and lane messages. */
export async function listenToComponent(interaction: Pressed, desk: Desk, drafts: Drafts): Promise<void> {
  const it = parseCustomId(interaction.customId);
  if (it === null) return await refuse(UNKNOWN, interaction, desk);
  const chosen = interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : it.about;
  switch (it.action) {
    case 'yes':
    case 'decline':
    case 'sample':
    case 'cheaper':
      return await press({ wish: it.action, ...parseAnsweredCard(it.about) }, interaction, desk);
    case 'stop':
    case 'merge':
    case 'retry':
    case 'raise':
      return await press({ wish: it.action, runId: it.about }, interaction, desk);
    case 'edit':
      return await openEdit(it.about, interaction, desk);
    case 'edit-again':
      return await openAgain(it.about, interaction, desk, drafts);
    case 'correct':
      return await openCorrect(it.about, interaction, desk);
    case 'new-run':
      return await openForm(interaction, toRunForm(EMPTY_FORM));
    case 'lanes':
    case 'lane':
    case 'retry-lane':
    case 'skip-lane':
    case 'edit-lane':
      return await pressLane(chosen, interaction, desk);
    case 'run-form':
    case 'lane-form':
    case 'edit-form':
    case 'correct-form':
      return await refuse(UNKNOWN, interaction, desk);
    default:
      throw new Error(`unknown action ${JSON.stringify(it.action satisfies never)}`);
  }
}

const refuse = (text: string, interaction: Pressed | ModalSubmitInteraction, desk: Desk): Promise<void> =>
  replyToInteraction(interaction, { kind: 'refused', text }, desk);

async function pressLane(value: string, interaction: Pressed, desk: Desk): Promise<void> {
  const it = parseLaneValue(value);
  if (it === null) return await refuse(UNKNOWN, interaction, desk);
  const { runId, lane, opened } = it;
  const wishes: Readonly<Record<LaneWish, () => Promise<void>>> = {
    open: () => openLane(runId, lane, interaction, desk),
    edit: () => openLane(runId, lane, interaction, desk),
    show: () => press({ wish: 'show lane', runId, lane }, interaction, desk),
    skip: () => press({ wish: 'skip lane', runId, lane }, interaction, desk),
    retry: () => press({ wish: 'retry lane', runId, lane, seen: opened }, interaction, desk),
  };
  await wishes[it.wish]();
}

async function press(it: Press, interaction: Pressed | ModalSubmitInteraction, desk: Desk): Promise<void> {
  const pressed = await toPressed(it, `discord:interaction:${interaction.id}`, look(interaction, desk));
  if (typeof pressed === 'string') return await refuse(pressed, interaction, desk);
  await hearDeferred(interaction, pressed.command, desk, { name: pressed.name });
}

async function openLane(runId: string, number: number, interaction: Pressed, desk: Desk): Promise<void> {
  const { watch } = desk;
  const view = await look(interaction, desk)(runId);
  const lane = view?.lanes[number - 1];
  if (view === null || lane === undefined) return await refuse(`There is no run ${runId} here.`, interaction, desk);
  await openForm(interaction, toLaneForm(view, lane, await watch.prompt(runId, number)));
}

/** A run as this person may see it. */
const look =
  (interaction: Pressed | ModalSubmitInteraction, desk: Desk) =>
  (runId: string): Promise<RunView | null> =>
    lookAt(runId, desk.watch, maySeeAs(speakerOf(interaction), desk));

/** Forms that were sent. */
export async function listenToForm(interaction: ModalSubmitInteraction, desk: Desk, drafts: Drafts): Promise<void> {
  const it = parseCustomId(interaction.customId);
  switch (it?.action) {
    case 'run-form':
      return await hearRunForm(it.about, interaction, desk, drafts);
    case 'lane-form':
      return await laneForm(it.about, interaction, desk);
    case 'edit-form':
      return await hearEdit(it.about, interaction, desk, drafts);
    case 'correct-form':
      return await hearCorrection(it.about, interaction, desk);
    default:
      return await refuse(UNKNOWN, interaction, desk);
  }
}

async function laneForm(value: string, interaction: ModalSubmitInteraction, desk: Desk): Promise<void> {
  const it = parseLaneValue(value);
  if (it === null) return await refuse(UNKNOWN, interaction, desk);
  const { runId, lane, opened } = it;
  const [wish] = interaction.fields.getStringSelectValues('wish');
  if (wish === 'retry') return await press({ wish: 'retry lane', runId, lane, seen: opened }, interaction, desk);
  if (wish === 'skip') return await press({ wish: 'skip lane', runId, lane }, interaction, desk);
  if (wish === 'show') return await press({ wish: 'show lane', runId, lane }, interaction, desk);
  const prompt = interaction.fields.getTextInputValue('prompt').trim();
  if (prompt === '') return await refuse('Say what is asked of the lane.', interaction, desk);
  const hearing: Hearing = { name: nameForm(interaction, prompt), typed: { text: prompt, again: null } };
  await hearDeferred(interaction, { verb: 'retry', runId, lanes: [lane], prompt, budgetUsd: null }, desk, hearing);
}
