import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Command } from '#commands/command.ts';
import { parseLaneValue } from '#commands/press.ts';
import { toVersion } from '#core/deliver/version.ts';
import type { Clock } from '#core/ports/clock.ts';
import { LANE_FORM } from '../forms/lane-form.ts';
import { CORRECT_FORM, EDIT_CHARS, EDIT_FORM, toEdited } from '../forms/plan-forms.ts';
import { RUN_FORM } from '../forms/run-form.ts';
import { parseSubmission } from '../forms/run-submission.ts';
import { TooSlow, withDeadline } from '../material/deadline.ts';
import { toSilence } from '../membership.ts';
import { type Desk, maySeeAs, personOf, placeOf, type Speaker, toBack } from './desk.ts';
import { closedDoor } from './door.ts';
import { toPrivate } from './say.ts';
import { toTrouble } from './trouble.ts';

const RESPONSE_URLS = z.object({ response_urls: z.array(z.object({ response_url: z.string() })).default([]) });

/** Slack waits three seconds for what is wrong with a form; this long it is asked who is where. In milliseconds. */
const MOST_ASKING_MS = 2_000;
/** Slack's own limit for what stands at a field is not told; a sentence fits. */
const MOST_ERROR_CHARS = 1_000;

/** Forms that were sent: a new run, a lane with another prompt, a plan with other lanes, or what should be different after a sample. A form sent twice is one. */
export function listenToSubmissions(app: App, desk: Desk): void {
  const on = (callbackId: string, field: string, take: (sent: Sent, desk: Desk) => Promise<Errors>): void => {
    app.view({ callback_id: callbackId, type: 'view_submission' }, async ({ view, ack, body, context }) => {
      const errors = await orTrouble(field, desk, () => {
        const team = context.teamId ?? view.app_installed_team_id ?? body.team?.id ?? view.team_id ?? '';
        return take({ team, user: body.user.id, view, urls: RESPONSE_URLS.parse(body).response_urls }, desk);
      });
      await (errors === null ? ack() : ack({ response_action: 'errors', errors: { ...errors } }));
    });
  };
  on(RUN_FORM, 'request', runForm);
  on(LANE_FORM, 'prompt', laneForm);
  on(EDIT_FORM, 'lanes', editForm);
  on(CORRECT_FORM, 'words', correctForm);
}

interface Sent {
  /** The workspace that Fanout is installed in; the person's own may be another. */
  readonly team: string;
  readonly user: string;
  readonly view: {
    readonly id: string;
    readonly private_metadata: string;
    readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null }>>>> };
  };
  readonly urls: readonly { readonly response_url: string }[];
}

/** What is wrong, by field; null: nothing. */
type Errors = Readonly<Record<string, string>> | null;

async function orTrouble(field: string, { log }: Desk, act: () => Promise<Errors>): Promise<Errors> {
  try {
    return await act();
  } catch (error) {
    return { [field]: toTrouble(error, 'a form', log) };
  }
}

async function runForm({ team, user, view, urls }: Sent, desk: Desk): Promise<Errors> {
  const sent = parseSubmission(team, view.private_metadata, view.state.values, desk.drafts.get);
  if ('errors' in sent) return sent.errors;
  const speaker: Speaker = { team, channel: sent.channel, user };
  const [url] = urls;
  const isThere = sent.about.channel !== null || url !== undefined || (await isIn(speaker, desk));
  if (!isThere) return { channel: 'Choose a conversation that you and Fanout are in.' };
  const reply = await desk.hear({
    command: sent.command,
    claims: [`slack:${team}:view:${view.id}`],
    asker: personOf(speaker),
    place: placeOf(speaker),
    thread: sent.about.thread,
    back: sent.about.back ?? toBack(url?.response_url, desk.clock.now()),
    maySee: maySeeAs(speaker, true, desk),
  });
  const message = toPrivate(reply, desk);
  return message === null ? null : { request: message.text.slice(0, MOST_ERROR_CHARS) };
}

async function isIn(speaker: Speaker, { membership, clock }: Desk): Promise<boolean> {
  return (await soon(membership.standing(speaker, speaker.user), clock)).kind === 'in';
}

async function laneForm(sent: Sent, desk: Desk): Promise<Errors> {
  const it = parseLaneValue(sent.view.private_metadata);
  const prompt = typedIn(sent, 'prompt').trim();
  if (it === null || prompt === '') return { prompt: 'Say what is asked of the lane.' };
  return await steer('prompt', { verb: 'retry', runId: it.runId, lanes: [it.lane], prompt, budgetUsd: null }, sent, desk);
}

async function editForm(sent: Sent, desk: Desk): Promise<Errors> {
  const text = typedIn(sent, 'lanes');
  const about = sent.view.private_metadata;
  const [runId = '', shown = null] = about.split('/');
  // Sent as it was shown: nothing was edited, and nobody needs to be told.
  if (toEdited(runId, text) === about) return null;
  return await steer('lanes', { verb: 'edit', runId, text, mostChars: EDIT_CHARS, shown }, sent, desk);
}

async function correctForm(sent: Sent, desk: Desk): Promise<Errors> {
  const words = typedIn(sent, 'words').trim();
  if (words === '') return { words: 'Say what should be different. If nothing should be, close this and press “Run the rest”.' };
  return await steer('words', { verb: 'correct', runId: sent.view.private_metadata, words }, sent, desk);
}

const typedIn = ({ view }: Sent, field: string): string => view.state.values[field]?.value?.value ?? '';

/** What a form wishes of a run; what is wrong with it stands at `field`, and what was typed stays there. */
async function steer(field: string, command: Command & { readonly runId: string }, sent: Sent, desk: Desk): Promise<Errors> {
  const { team, user, view } = sent;
  const speaker: Speaker = { team, channel: '', user };
  // Where the word that it arrived was lost, Slack leaves the form open, to be sent again as it is or with other words: then it is another wish.
  const name = `slack:${team}:view:${view.id}:${toVersion(typedIn(sent, field))}`;
  const closed = await soon(closedDoor(command.runId, speaker, desk), desk.clock);
  if (closed !== null) return { [field]: closed };
  const reply = await desk.hear({
    command,
    claims: [name],
    asker: personOf(speaker),
    place: placeOf(speaker),
    thread: null,
    back: null,
    // Of this very run it was asked above.
    maySee: async () => true,
  });
  const message = toPrivate(reply, desk);
  return message === null ? null : { [field]: message.text.slice(0, MOST_ERROR_CHARS) };
}

async function soon<T>(work: Promise<T>, clock: Clock): Promise<T> {
  return await withDeadline(work, clock, MOST_ASKING_MS, new AbortController().signal).catch((error: unknown) => {
    throw error instanceof TooSlow ? toSilence(error) : error;
  });
}
