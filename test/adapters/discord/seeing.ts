import { expect } from 'vitest';
import type { SeenMessage } from '#test/fakes/discord/seen.ts';
import type { Message } from '#test/fakes/discord/world.ts';
import type { Writing } from '#test/fakes/discord/writing.ts';
import { ADA, BOT, type DiscordLab, ELSEWHERE, FORUM, GENERAL, GUILD, OPS, SECRET } from '#test/fakes/discord-lab.ts';
import { until } from '#test/fakes/until.ts';

/** `item 1, item 2, …` */
const items = (count: number): string => Array.from({ length: count }, (_, at) => `item ${at + 1}`).join(', ');
export const forEach = (count: number, what = 'write a slogan'): string => `for each of ${items(count)}: ${what}`;

export const inGeneral = { channel: GENERAL, user: ADA } as const;

type Options = Readonly<Record<string, string | number | { readonly name: string; readonly bytes: string }>>;

/** `/fanout <subcommand>`, by default by Ada in #general. */
export const slash = (lab: DiscordLab, subcommand: string, options: Options = {}, spot: { channel?: string; user?: string } = {}) =>
  lab.discord.slashCommand({ ...inGeneral, ...spot, name: 'fanout', subcommand, options });

export const ask = (lab: DiscordLab, request: string, spot: { channel?: string; user?: string } = {}) =>
  slash(lab, 'run', { request }, spot);

/** `@Fanout …`, which begins a run; gives the message's id. */
export async function mention(
  lab: DiscordLab,
  writing: Omit<Writing, 'channel' | 'user'> & { channel?: string; user?: string },
): Promise<string> {
  const known = (await lab.runs()).length;
  const id = lab.discord.mention({ ...inGeneral, ...writing });
  await until('a run more', async () => (await lab.runs()).length > known);
  return id;
}

const isOurs = ({ author, isSystem }: SeenMessage): boolean => author === 'Fanout' && !isSystem;

/** What Fanout wrote for everybody there, as that person sees it. */
export const said = (lab: DiscordLab, channel: string, user: string = ADA): readonly SeenMessage[] =>
  lab.discord.seenBy(user, channel).filter((message) => isOurs(message) && !message.isEphemeral);

/** Boards that begin a thread in a channel. */
export const boards = (lab: DiscordLab, user: string = ADA, channel: string = GENERAL): readonly SeenMessage[] =>
  said(lab, channel, user).filter(({ replyTo }) => replyTo === null);

/** What Fanout said in the thread of a message; nothing while there is none. */
export const replies = (lab: DiscordLab, thread: string, user: string = ADA): readonly SeenMessage[] =>
  lab.discord.threadsSeenBy(user, GUILD).some(({ id }) => id === thread) ? said(lab, thread, user) : [];

/** What that person alone was told in a channel. */
export const whispers = (lab: DiscordLab, user: string = ADA, channel: string = GENERAL): readonly string[] =>
  lab.discord
    .seenBy(user, channel)
    .filter((message) => isOurs(message) && message.isEphemeral && !message.isLoading)
    .map(({ text }) => text);

/** What Fanout wrote to a person directly. */
export const letters = (lab: DiscordLab, user: string = ADA): readonly SeenMessage[] => {
  const channel = lab.discord.directChannel(user);
  return channel === null ? [] : said(lab, channel, user);
};

export function the<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('there is no such thing to see');
  return found;
}

/** The id of a run, by what its messages say in small print. */
export const runOf = ({ text }: SeenMessage): string => the(/run ([a-z0-9]+) · /.exec(text)?.[1]);

/** What pressing that button says. */
export const buttonOf = ({ controls }: SeenMessage, label: string): string =>
  the(controls.find((control) => control.kind === 'button' && control.label === label)).customId;

/** What choosing that wish from a lane's menu says back. */
export const wishOf = ({ controls }: SeenMessage, wish: string): string =>
  the(controls.flatMap(({ options }) => options).find((value) => value.split('/')[2] === wish));

export const menuOf = ({ controls }: SeenMessage): string => the(controls.find(({ kind }) => kind === 'menu')).customId;

/** The small print that names a message. */
const markOf = ({ revisions }: Message): string | null =>
  [...JSON.stringify(revisions.at(-1)?.components).matchAll(/"-# (run [a-z0-9]+ · [^"\\]+)"/g)].at(-1)?.[1] ?? null;

const CHANNELS = [GENERAL, FORUM, SECRET, OPS, ELSEWHERE] as const;

/** Of everything that stands in a server: nobody is roused but who asked, by the board; no message stands there twice; all is as Components V2, which grows no previews. */
export function expectCalm(lab: DiscordLab, channels: readonly string[] = CHANNELS): void {
  const threads = lab.discord.threads(GUILD).map(({ id }) => id);
  for (const channel of [...channels, ...threads]) {
    const ours = lab.discord
      .messages(channel)
      .filter((message) => message.authorId === BOT && message.deletedMs === null && message.onlyFor === null);
    const marks = ours.flatMap((message) => markOf(message) ?? []);
    expect(marks.filter((mark, at) => marks.indexOf(mark) !== at)).toEqual([]);
    for (const message of ours) {
      if (message.pings.size > 0) expect(markOf(message)).toMatch(/ · board$/);
      expect(message.pings.size).toBeLessThanOrEqual(1);
    }
  }
}
