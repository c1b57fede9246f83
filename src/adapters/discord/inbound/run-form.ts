import type { ModalSubmitInteraction } from 'discord.js';
import type { Command, Usage } from '#commands/command.ts';
import type { Drafts } from '#commands/drafts.ts';
import { parseRequest } from '#commands/parse.ts';
import { toSources } from '#commands/read-message.ts';
import { MERGE_KINDS, MODES } from '#core/request.ts';
import { PLAN_MODE, parseRunForm } from '../forms/run-form.ts';
import type { Desk } from './desk.ts';
import { hearDeferred } from './hear-deferred.ts';
import { toAttachment } from './mentions.ts';
import { nameForm } from './open-form.ts';
import { replyToInteraction } from './say.ts';

const LOST = 'Fanout was restarted and lost what the form was about. Open it again from the message.';

/** The form for a new run, as it was sent. */
export async function hearRunForm(about: string, interaction: ModalSubmitInteraction, desk: Desk, drafts: Drafts): Promise<void> {
  const { fields } = interaction;
  const { draft: draftId, card } = parseRunForm(about);
  const draft = draftId === '' ? { sources: [] } : drafts.get(draftId);
  const request = fields.getTextInputValue('request').trim();
  const text = fields.getTextInputValue('text').trim();
  const typed = { text: [request, text].filter((it) => it !== '').join('\n\n'), again: null };
  if (draft === null) return await replyToInteraction(interaction, { kind: 'refused', text: LOST }, desk, typed);
  const files = [...(fields.getUploadedFiles('files', false)?.values() ?? [])];
  const [mode] = fields.getStringSelectValues('mode');
  const [merge] = fields.getStringSelectValues('merge');
  const sources = toSources([
    ...draft.sources,
    ...(text === '' ? [] : [{ kind: 'text', title: 'the text', ref: text } as const]),
    ...files.map((file) => toAttachment(file, null)),
  ]);
  const asked = toAsked(request, mode ?? '', merge ?? '');
  const command = asked.verb === 'run' ? { ...asked, sources, card: asked.card || card || mode === PLAN_MODE } : asked;
  const name = nameForm(interaction, [request, text, mode, merge, files.map((file) => [file.name, file.size])]);
  await hearDeferred(interaction, command, desk, { name, typed });
}

function toAsked(request: string, mode: string, merge: string): Extract<Command, { verb: 'run' }> | Usage {
  const said = parseRequest(request);
  if (said.verb === 'usage') return said;
  const isManual = mode === 'manual';
  const lines = said.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    ...said,
    text: isManual ? '' : said.text,
    isNew: true,
    laneList: isManual ? lines : [],
    mode: MODES.find((it) => it === mode) ?? 'auto',
    merge: MERGE_KINDS.find((it) => it === merge) ?? said.merge,
  };
}
