import type { Speaker } from './control.ts';
import type { FakeSlack } from './fake-slack.ts';
import type { SeenMessage } from './seen.ts';

function toLines({ ts, from, text, threadTs, isEphemeral, controls }: SeenMessage, channel: string): string {
  const place = `${channel} ${ts}${threadTs === null ? '' : ` in ${threadTs}`}${isEphemeral ? ' (only for you)' : ''}`;
  const buttons = controls.map(
    ({ actionId, type, options }) => `    ${type} ${actionId}${options.length > 0 ? `: ${options.join(', ')}` : ''}`,
  );
  return [`${place}  ${from}:`, ...text.split('\n').map((line) => `    ${line}`), ...buttons].join('\n');
}

/** Prints each message when it is new, changed or gone, in the channel, its threads and the person's direct channel. */
export function createPrinter(slack: FakeSlack, { team, user, channel }: Speaker, print: (text: string) => void): () => void {
  let shown = new Map<string, string>();

  function* everything(): Generator<[string, string]> {
    const places = [channel, slack.directChannel(team, user)].filter((id) => id !== null);
    for (const place of places) {
      for (const root of slack.seenBy(team, user, place)) {
        const thread = root.threadTs === null ? slack.seenBy(team, user, place, { threadTs: root.ts }) : [];
        for (const message of [root, ...thread]) yield [`${place} ${message.ts}`, toLines(message, place)];
      }
    }
  }

  return () => {
    const now = new Map(everything());
    for (const [key, lines] of now) if (shown.get(key) !== lines) print(lines);
    for (const key of shown.keys()) if (!now.has(key)) print(`${key}  gone`);
    shown = now;
  };
}
