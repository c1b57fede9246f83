import { FanoutError } from '#core/errors.ts';
import { parsePlace } from '../place.ts';
import { type Desk, type Sight, type Speaker, sightOf } from './desk.ts';

/** Why somebody may not steer a run whose message, or whose opened lane, they see; null: they may. Rejects with a `FanoutError` when Slack does not answer. */
export async function closedDoor(runId: string, speaker: Speaker, desk: Desk): Promise<string | null> {
  const unknown = `There is no run ${runId} here.`;
  const origin = await desk.watch.origin(runId).catch((error: unknown) => {
    if (error instanceof FanoutError && error.code === 'unknown_run') return null;
    throw error;
  });
  if (origin === null) return unknown;
  const sight = await sightOf(speaker, false, origin.place, origin.asker, desk);
  // In an opened lane there is no channel to see.
  const where = speaker.channel === '' || speaker.channel === parsePlace(origin.place)?.channel ? 'this channel' : "this run's channel";
  return sight === 'other' ? unknown : toSentence(sight, where);
}

function toSentence(sight: Exclude<Sight, 'other'>, where: string): string | null {
  if (sight === 'yes') return null;
  if (sight.kind === 'out') return `Only people in ${where} may do that.`;
  const wayOut =
    sight.scope === null ? 'invite it there (/invite @Fanout)' : `add the scope ${sight.scope} to the app and install it again`;
  return `Fanout may not read who is in ${where}, so it can't tell whether you are: ${wayOut}.`;
}
