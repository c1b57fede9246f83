import type { ButtonInteraction, ModalSubmitInteraction, StringSelectMenuInteraction } from 'discord.js';
import type { Drafts } from '#commands/drafts.ts';
import { lookAt } from '#commands/press.ts';
import type { RunView } from '#core/view/run-view.ts';
import { toCustomId } from '../actions.ts';
import { EDIT_CHARS, NO_SAMPLE, toCorrectForm, toEditForm, toShown, toUneditable } from '../forms/plan-forms.ts';
import { type Desk, maySeeAs } from './desk.ts';
import { hearDeferred, speakerOf } from './hear-deferred.ts';
import { nameForm, openForm } from './open-form.ts';
import { replyToInteraction } from './say.ts';

type Pressed = ButtonInteraction | StringSelectMenuInteraction;

const FORGOTTEN =
  'Fanout was restarted and does not know any more what you typed. It stands above: press “Edit lanes…” on the board, and put it in.';

const CHANGED = 'The lanes have changed since. What you typed stands above: press “Edit lanes…” on the board, and put it in.';

/** The form in which the lanes of a plan are edited. A form must be the first answer to a press, so all of it is read before. */
export async function openEdit(runId: string, interaction: Pressed, desk: Desk): Promise<void> {
  await openFor(runId, interaction, desk, async (view) => {
    const lanes = await desk.watch.editable(runId, EDIT_CHARS);
    if (lanes === null) return toUneditable(view);
    return toEditForm(runId, toShown(lanes), lanes);
  });
}

/** The form for what should be different after a sample. */
export async function openCorrect(runId: string, interaction: Pressed, desk: Desk): Promise<void> {
  await openFor(runId, interaction, desk, async ({ card }) => (card?.kind === 'sample' ? toCorrectForm(runId, card.lanes) : NO_SAMPLE));
}

/** The form of the lanes again, as somebody left it. `about`: the run, where it is kept, and which lanes it began with. */
export async function openAgain(about: string, interaction: Pressed, desk: Desk, drafts: Drafts): Promise<void> {
  const [runId = '', draftId = '', shown = ''] = about.split('/');
  await openFor(runId, interaction, desk, async (view) => {
    const typed = drafts.get(draftId)?.sources[0]?.ref;
    if (typed === undefined) return FORGOTTEN;
    if (view.card?.kind !== 'plan') return toUneditable(view);
    const lanes = await desk.watch.editable(runId, EDIT_CHARS);
    return lanes !== null && toShown(lanes) === shown ? toEditForm(runId, shown, typed) : CHANGED;
  });
}

type Form = ReturnType<typeof toEditForm>;

/** A sentence where there is nothing to fill in now. */
async function openFor(runId: string, interaction: Pressed, desk: Desk, toForm: (view: RunView) => Promise<Form | string>): Promise<void> {
  const view = await lookAt(runId, desk.watch, maySeeAs(speakerOf(interaction), desk));
  const form = view === null ? `There is no run ${runId} here.` : await toForm(view);
  if (typeof form === 'string') await replyToInteraction(interaction, { kind: 'refused', text: form }, desk);
  else await openForm(interaction, form);
}

/** The lanes as they were edited. */
export async function hearEdit(about: string, interaction: ModalSubmitInteraction, desk: Desk, drafts: Drafts): Promise<void> {
  const [runId = '', shown = ''] = about.split('/');
  const text = interaction.fields.getTextInputValue('lanes');
  const draft = drafts.keep({ sources: [{ kind: 'text', title: 'the lanes', ref: text }] });
  const typed = { text, again: toCustomId('edit-again', `${runId}/${draft}/${shown}`) };
  const command = { verb: 'edit', runId, text, mostChars: EDIT_CHARS, shown: shown === '' ? null : shown } as const;
  // What is as it was shown need not be given back.
  await hearDeferred(interaction, command, desk, { name: nameForm(interaction, text), ...(toShown(text) === shown ? {} : { typed }) });
}

/** What should be different in all lanes. */
export async function hearCorrection(runId: string, interaction: ModalSubmitInteraction, desk: Desk): Promise<void> {
  const words = interaction.fields.getTextInputValue('words').trim();
  const name = nameForm(interaction, words);
  await hearDeferred(interaction, { verb: 'correct', runId, words }, desk, { name, typed: { text: words, again: null } });
}
