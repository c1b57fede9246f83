import type { Speaker } from './control.ts';
import type { FakeDiscord } from './fake-discord.ts';
import type { SeenMessage } from './seen.ts';

function toLines({ id, author, text, isEphemeral, controls }: SeenMessage, channel: string): string {
  const buttons = controls.map(
    ({ customId, kind, isDisabled, options }) =>
      `    ${kind} ${customId}${isDisabled ? ' (disabled)' : ''}${options.length > 0 ? `: ${options.join(', ')}` : ''}`,
  );
  const head = `${channel} ${id}${isEphemeral ? ' (only for you)' : ''}  ${author}:`;
  return [head, ...text.split('\n').map((line) => `    ${line}`), ...buttons].join('\n');
}

/** Prints each message when it is new, changed or gone, in the channel, the guild's threads and the person's direct channel. */
export function createPrinter(discord: FakeDiscord, { guild, user, channel }: Speaker, print: (text: string) => void): () => void {
  let shown = new Map<string, string>();

  function* everything(): Generator<[string, string]> {
    const threads = discord.threadsSeenBy(user, guild).map(({ id }) => id);
    const places = [channel, ...threads, discord.directChannel(user)].filter((id) => id !== null);
    for (const place of places)
      for (const message of discord.seenBy(user, place)) yield [`${place} ${message.id}`, toLines(message, place)];
  }

  return () => {
    const now = new Map(everything());
    for (const [key, lines] of now) if (shown.get(key) !== lines) print(lines);
    for (const key of shown.keys()) if (!now.has(key)) print(`${key}  gone`);
    shown = now;
  };
}
