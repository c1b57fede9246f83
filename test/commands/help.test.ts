import { describe, expect, it } from 'vitest';
import { DISCORD_ADDRESSING } from '#adapters/discord/addressing.ts';
import { SLACK_ADDRESSING } from '#adapters/slack/addressing.ts';
import { TERMINAL } from '#adapters/terminal/caller.ts';
import { toHelp } from '#commands/help.ts';
import { parseCommand, VERBS } from '#commands/parse.ts';

describe.each([
  ['Slack', SLACK_ADDRESSING],
  ['Discord', DISCORD_ADDRESSING],
  ['a terminal', TERMINAL.address],
])('the help in %s', (_chat, address) => {
  it('names every command as it is said there', () => {
    for (const { usage } of VERBS) expect(toHelp(address)).toContain(`  ${address.command}${usage} `);
  });

  it('has examples that are requests there', () => {
    const examples = toHelp(address)
      .split('\n')
      .slice(1, 4)
      .map((line) => line.trim());
    for (const example of examples) {
      expect(example.startsWith(address.mention)).toBe(true);
      expect(parseCommand(example.slice(address.mention.length), address.command === '/' ? '/' : '')).toMatchObject({ verb: 'run' });
    }
  });
});

it('in Slack the help says where slash commands do not work, and how a request begins that looks like a command', () => {
  expect(toHelp(SLACK_ADDRESSING)).toContain("Slash commands don't work in threads: mention @Fanout there.");
  expect(toHelp(SLACK_ADDRESSING)).toContain('"run: help me');
});

it('where a slash tells commands apart the help says nothing of mentions', () => {
  expect(toHelp(TERMINAL.address)).not.toMatch(/@Fanout|run:/);
});
