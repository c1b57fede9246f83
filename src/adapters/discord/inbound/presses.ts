import type { ButtonInteraction, ModalSubmitInteraction, StringSelectMenuInteraction } from 'discord.js';
import { type Command, toRunCommand } from '#commands/command.ts';
import type { Drafts } from '#commands/drafts.ts';
import { type LaneWish, lookAt, type Press, parseLaneValue, toPressed } from '#commands/press.ts';
import { MERGE_KINDS, MODES } from '#core/request.ts';
import type { RunView } from '#core/view/run-view.ts';
import { parseCustomId } from '../actions.ts';
import { toLaneForm } from '../forms/lane-form.ts';
import { toRunForm } from '../forms/run-form.ts';
import { type Desk, maySeeAs } from './desk.ts';
import { hearDeferred, speakerOf } from './interactions.ts';
import { toAttachment, toSources } from './mentions.ts';
import { replyToInteraction } from './say.ts';

type Pressed = ButtonInteraction | StringSelectMenuInteraction;

/** Buttons and menus of boards and lane messages. */
export async function listenToComponent(interaction: Pressed, desk: Desk): Promise<void> {
  const it = parseCustomId(interaction.customId);
  if (it === null) return;
  const chosen = interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : it.about;
  switch (it.action) {
    case 'yes':
    case 'stop':
    case 'merge':
    case 'retry':
      return await press({ wish: it.action, runId: it.about }, interaction, desk);
    case 'new-run':
      return await interaction.showModal(toRunForm({ request: '', text: '', draft: '' }));
    case 'lanes':
    case 'lane':
    case 'retry-lane':
    case 'skip-lane':
    case 'edit-lane':
      return await pressLane(chosen, interaction, desk);
    case 'run-form':
    case 'lane-form':
      return;
    default:
      throw new Error(`unknown action ${JSON.stringify(it.action satisfies never)}`);
  }
}

async function pressLane(value: string, interaction: Pressed, desk: Desk): Promise<void> {
  const it = parseLaneValue(value);
  if (it === null) return;
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
  if (typeof pressed === 'string') return await replyToInteraction(interaction, { kind: 'refused', text: pressed }, desk);
  await hearDeferred(interaction, pressed.command, desk, pressed.name);
}

async function openLane(runId: string, number: number, interaction: Pressed, desk: Desk): Promise<void> {
  const { watch } = desk;
  const view = await look(interaction, desk)(runId);
  const lane = view?.lanes[number - 1];
  if (view === null || lane === undefined)
    return await replyToInteraction(interaction, { kind: 'refused', text: `There is no run ${runId} here.` }, desk);
  await interaction.showModal(toLaneForm(view, lane, await watch.prompt(runId, number)));
}

/** A run as this person may see it. */
const look =
  (interaction: Pressed | ModalSubmitInteraction, desk: Desk) =>
  (runId: string): Promise<RunView | null> =>
    lookAt(runId, desk.watch, maySeeAs(speakerOf(interaction), desk));

/** Forms that were sent. */
export async function listenToForm(interaction: ModalSubmitInteraction, desk: Desk, drafts: Drafts): Promise<void> {
  const it = parseCustomId(interaction.customId);
  if (it?.action === 'run-form') await runForm(it.about, interaction, desk, drafts);
  if (it?.action === 'lane-form') await laneForm(it.about, interaction, desk);
}

async function runForm(draftId: string, interaction: ModalSubmitInteraction, desk: Desk, drafts: Drafts): Promise<void> {
  const { fields } = interaction;
  const draft = draftId === '' ? { sources: [] } : drafts.get(draftId);
  const request = fields.getTextInputValue('request').trim();
  if (draft === null) {
    const text = `Fanout was restarted and lost what the form was about. Open it again from the message; you had typed: ${request}`;
    return await replyToInteraction(interaction, { kind: 'refused', text }, desk);
  }
  const text = fields.getTextInputValue('text').trim();
  const files = [...(fields.getUploadedFiles('files', false)?.values() ?? [])];
  const mode = MODES.find((mode) => mode === fields.getStringSelectValues('mode')[0]) ?? 'auto';
  const lines = request
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const isManual = mode === 'manual';
  const command: Command = {
    ...toRunCommand(isManual ? '' : request),
    laneList: isManual ? lines : [],
    mode,
    merge: MERGE_KINDS.find((merge) => merge === fields.getStringSelectValues('merge')[0]) ?? null,
    sources: toSources([
      ...draft.sources,
      ...(text === '' ? [] : [{ kind: 'text', title: 'the text', ref: text } as const]),
      ...files.map((file) => toAttachment(file, null)),
    ]),
  };
  await hearDeferred(interaction, command, desk);
}

async function laneForm(value: string, interaction: ModalSubmitInteraction, desk: Desk): Promise<void> {
  const it = parseLaneValue(value);
  if (it === null) return;
  const { runId, lane, opened } = it;
  const [wish] = interaction.fields.getStringSelectValues('wish');
  if (wish === 'retry') return await press({ wish: 'retry lane', runId, lane, seen: opened }, interaction, desk);
  if (wish === 'skip') return await press({ wish: 'skip lane', runId, lane }, interaction, desk);
  if (wish === 'show') return await press({ wish: 'show lane', runId, lane }, interaction, desk);
  const prompt = interaction.fields.getTextInputValue('prompt').trim();
  if (prompt === '') return await replyToInteraction(interaction, { kind: 'refused', text: 'Say what is asked of the lane.' }, desk);
  await hearDeferred(interaction, { verb: 'retry', runId, lanes: [lane], prompt, budgetUsd: null }, desk);
}
