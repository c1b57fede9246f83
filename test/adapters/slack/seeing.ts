import { expect } from 'vitest';
import type { SeenMessage } from '#test/fakes/slack/seen.ts';
import { LAB_TEAM, type SlackLab } from '#test/fakes/slack-lab.ts';

export const ADA = { team: 'T1', user: 'U1', channel: 'C1' } as const;
export const BOB = { ...ADA, user: 'U2' } as const;
/** Is in #ops, and in no other conversation. */
export const EVE = { ...ADA, user: 'U3' } as const;

/** `item 1, item 2, …` */
export const items = (count: number): string => Array.from({ length: count }, (_, at) => `item ${at + 1}`).join(', ');
export const forEach = (count: number, what = 'write a slogan'): string => `for each of ${items(count)}: ${what}`;

/** Roots of threads that Fanout began, as that person sees the channel. */
export const boards = (lab: SlackLab, user: string = 'U1', channel: string = 'C1'): readonly SeenMessage[] =>
  lab.slack.seenBy('T1', user, channel).filter(({ from, isEphemeral }) => from === LAB_TEAM.botUserId && !isEphemeral);

/** What Fanout said in a thread, its root left out, as that person sees it. */
export const replies = (lab: SlackLab, root: string, user: string = 'U1', channel: string = 'C1'): readonly SeenMessage[] =>
  lab.slack
    .seenBy('T1', user, channel, { threadTs: root })
    .filter(({ from, ts, isEphemeral }) => from === LAB_TEAM.botUserId && ts !== root && !isEphemeral);

/** What that person alone was told in a channel, in threads too. */
export const whispers = (lab: SlackLab, user: string = 'U1', channel: string = 'C1'): readonly string[] => {
  const seen = lab.slack.seenBy('T1', user, channel);
  const inThreads = seen.flatMap(({ ts }) => lab.slack.seenBy('T1', user, channel, { threadTs: ts }));
  const told = [...seen, ...inThreads].filter(({ isEphemeral }) => isEphemeral);
  return [...new Map(told.map((message) => [message.ts, message.text])).values()];
};

/** What Fanout wrote to a person directly. */
export const letters = (lab: SlackLab, user: string = 'U1'): readonly SeenMessage[] => {
  const channel = lab.slack.directChannel('T1', user);
  return channel === null ? [] : lab.slack.seenBy('T1', user, channel).filter(({ from }) => from === LAB_TEAM.botUserId);
};

export function the<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('there is no such thing to see');
  return found;
}

/** What choosing that wish from a lane's menu says back. */
export const wishOf = ({ controls }: SeenMessage, wish: string): string =>
  the(controls.flatMap(({ options }) => options).find((value) => value.split('/')[2] === wish));

/** Of everything that was ever shown in a workspace: nobody is roused but who asked, by the board; nothing unfurls; no message stands there twice. */
export function expectCalm(lab: SlackLab, channels: readonly string[] = ['C1', 'C2', 'C3', 'G1']): void {
  for (const channel of channels) {
    const ours = lab.slack.messages('T1', channel).filter(({ botId }) => botId !== null);
    for (const { unfurls, onlyFor } of ours) expect(unfurls && onlyFor === null).toBe(false);
    const tags = ours
      .filter(({ deletedAtMs }) => deletedAtMs === null)
      .flatMap(({ revisions }) => (revisions.at(-1)?.metadata == null ? [] : [JSON.stringify(revisions.at(-1)?.metadata)]));
    expect(tags.filter((tag, at) => tags.indexOf(tag) !== at)).toEqual([]);
    const files = ours.flatMap((message) => message.files.map(({ title }) => title));
    expect(files.filter((title, at) => files.indexOf(title) !== at)).toEqual([]);
    for (const root of lab.slack.seenBy('T1', 'U1', channel)) {
      if (root.from === LAB_TEAM.botUserId) expect(root.pings).toEqual(root.isEphemeral ? [] : [expect.stringMatching(/^<@U\d>$/)]);
      for (const reply of lab.slack.seenBy('T1', 'U1', channel, { threadTs: root.ts }))
        if (reply.from === LAB_TEAM.botUserId && reply.ts !== root.ts) expect(reply.pings).toEqual([]);
    }
  }
}
