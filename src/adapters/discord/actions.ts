import type { CardView } from '#core/view/card-view.ts';

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
export function parseCustomId(customId: string): { readonly action: Action; readonly about: string } | null {
  const [prefix, name, ...about] = customId.split(':');
  const action = ACTIONS.find((it) => it === name);
  return prefix === 'fanout' && action !== undefined ? { action, about: about.join(':') } : null;
}

/** What a card asked, in a few characters: a yes to it is no yes to what is asked later. */
const askedBy = ({ kind, lanes }: CardView): string => `${kind}/${lanes}`;

/** `k7m2qx4d/plan/15`: whose run, and what was asked when somebody pressed. */
export const toAnsweredCard = (runId: string, card: CardView | null): string => (card === null ? runId : `${runId}/${askedBy(card)}`);

/** `isAskedBy`: false where what was asked then is not what that card asks. */
export function parseAnsweredCard(about: string): { readonly runId: string; isAskedBy(card: CardView): boolean } {
  const [runId = '', ...asked] = about.split('/');
  return { runId, isAskedBy: (card) => asked.length === 0 || asked.join('/') === askedBy(card) };
}
