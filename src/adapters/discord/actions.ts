import { toCardMark } from '#core/deliver/card-mark.ts';
import type { RunView } from '#core/view/run-view.ts';

/**
 * What buttons, menus and forms say back: a `custom_id` (at most 100 characters) names what is wished and, of a button, whose run it is. Everything else is looked up, so that a press on an old message means the run as it
 * is now.
 */
export const ACTIONS = [
  'yes',
  'stop',
  'merge',
  'retry',
  'sample',
  'edit',
  'cheaper',
  'correct',
  'decline',
  'raise',
  'lanes',
  'lane',
  'retry-lane',
  'skip-lane',
  'edit-lane',
  'new-run',
  'run-form',
  'lane-form',
  'edit-form',
  'edit-again',
  'correct-form',
] as const;
export type Action = (typeof ACTIONS)[number];

/** `fanout:stop:k7m2qx4d`. `about`: a run's id, or a `LaneValue` of `#commands/press.ts`, or what `toAnsweredCard` gives; '' where there is nothing. */
export const toCustomId = (action: Action, about: string): string => `fanout:${action}:${about}`;

/** Null for what this Fanout never wrote. */
export function parseCustomId(customId: string): CustomId | null {
  const [prefix, name, about = '', opening = null] = customId.split(':');
  const action = ACTIONS.find((it) => it === name);
  return prefix === 'fanout' && action !== undefined ? { action, about, opening } : null;
}

export interface CustomId {
  readonly action: Action;
  readonly about: string;
  /** Of a form the interaction that it was opened by. Null where it is no form's, or one's of an older Fanout. */
  readonly opening: string | null;
}

/** `k7m2qx4d/…`: whose run, and the mark of what was asked when somebody pressed. */
export function toAnsweredCard(view: Pick<RunView, 'runId' | 'card' | 'lanes'>): string {
  const mark = toCardMark(view);
  return mark === null ? view.runId : `${view.runId}/${mark}`;
}

/** A null mark: it is an answer to whatever the run asks. */
export function parseAnsweredCard(about: string): { readonly runId: string; readonly mark: string | null } {
  const [runId = '', mark = null] = about.split('/');
  return { runId, mark };
}
