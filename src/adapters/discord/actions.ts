/**
 * What buttons, menus and forms say back: a `custom_id` (at most 100 characters) names what is wished and, of a button, whose run it is. Everything else is looked up, so that a press on an old message means the run as it
 * is now.
 */
export const ACTIONS = [
  'yes',
  'stop',
  'merge',
  'retry',
  'lanes',
  'lane',
  'retry-lane',
  'skip-lane',
  'edit-lane',
  'new-run',
  'run-form',
  'lane-form',
] as const;
export type Action = (typeof ACTIONS)[number];

/** `fanout:stop:k7m2qx4d`. `about`: a run's id, or a `LaneValue` of `#commands/press.ts`; '' where there is nothing. */
export const toCustomId = (action: Action, about: string): string => `fanout:${action}:${about}`;

/** Null for what this Fanout never wrote. */
export function parseCustomId(customId: string): { readonly action: Action; readonly about: string } | null {
  const [prefix, name, ...about] = customId.split(':');
  const action = ACTIONS.find((it) => it === name);
  return prefix === 'fanout' && action !== undefined ? { action, about: about.join(':') } : null;
}
