import type { App } from '@slack/bolt';
import { z } from 'zod';
import { parseLaneValue } from '#commands/press.ts';
import type { Clock } from '#core/ports/clock.ts';
import { LANE_FORM } from '../forms/lane-form.ts';
import { parseSubmission, RUN_FORM } from '../forms/run-form.ts';
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

/** Forms that were sent: a new run, or a lane with another prompt. A form sent twice is one. */
export function listenToSubmissions(app: App, desk: Desk): void {
  app.view({ callback_id: RUN_FORM, type: 'view_submission' }, async ({ view, ack, body, context }) => {
    const errors = await orTrouble('request', desk, () => {
      const team = context.teamId ?? view.app_installed_team_id ?? body.team?.id ?? view.team_id ?? '';
      return runForm({ team, user: body.user.id, view, urls: RESPONSE_URLS.parse(body).response_urls }, desk);
    });
    await (errors === null ? ack() : ack({ response_action: 'errors', errors: { ...errors } }));
  });

  app.view({ callback_id: LANE_FORM, type: 'view_submission' }, async ({ view, ack, body, context }) => {
    const errors = await orTrouble('prompt', desk, () => {
      const team = context.teamId ?? view.app_installed_team_id ?? body.team?.id ?? view.team_id ?? '';
      return laneForm({ team, user: body.user.id, view, urls: [] }, desk);
    });
    await (errors === null ? ack() : ack({ response_action: 'errors', errors: { ...errors } }));
  });
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

async function laneForm({ team, user, view }: Sent, desk: Desk): Promise<Errors> {
  const it = parseLaneValue(view.private_metadata);
  const prompt = view.state.values.prompt?.value?.value?.trim() ?? '';
  if (it === null || prompt === '') return { prompt: 'Say what is asked of the lane.' };
  const speaker: Speaker = { team, channel: '', user };
  const closed = await soon(closedDoor(it.runId, speaker, desk), desk.clock);
  if (closed !== null) return { prompt: closed };
  const reply = await desk.hear({
    command: { verb: 'retry', runId: it.runId, lanes: [it.lane], prompt, budgetUsd: null },
    claims: [`slack:${team}:view:${view.id}`],
    asker: personOf(speaker),
    place: placeOf(speaker),
    thread: null,
    back: null,
    // Of this very run it was asked above.
    maySee: async () => true,
  });
  const message = toPrivate(reply, desk);
  return message === null ? null : { prompt: message.text.slice(0, MOST_ERROR_CHARS) };
}

async function soon<T>(work: Promise<T>, clock: Clock): Promise<T> {
  return await withDeadline(work, clock, MOST_ASKING_MS, new AbortController().signal).catch((error: unknown) => {
    throw error instanceof TooSlow ? toSilence(error) : error;
  });
}
