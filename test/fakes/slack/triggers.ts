import { SlackRefusal } from './refusal.ts';
import type { Trigger, World } from './world.ts';

const LIFE_MS = 3_000;

export interface TriggerPlace {
  readonly team: string;
  readonly user: string;
  readonly channel?: string | null;
  readonly viewId?: string | null;
}

export function makeTrigger(world: World, { team, user, channel = null, viewId = null }: TriggerPlace): string {
  const id = world.nextId('trigger.');
  world.triggers.set(id, { team, user, channel, viewId, atMs: world.nowMs(), used: false });
  return id;
}

/** Once, and for three seconds: Slack's docs, trigger ids. */
export function useTrigger(world: World, team: string, id: string): Trigger {
  const trigger = world.triggers.get(id);
  if (trigger === undefined || trigger.team !== team) throw new SlackRefusal('invalid_trigger_id');
  if (trigger.used) throw new SlackRefusal('exchanged_trigger_id');
  if (world.nowMs() - trigger.atMs > LIFE_MS) throw new SlackRefusal('expired_trigger_id');
  trigger.used = true;
  return trigger;
}
