import type { Addressing } from '#commands/help.ts';

export const SLACK_ADDRESSING: Addressing = {
  command: '/fanout ',
  mention: '@Fanout ',
  note: "@Fanout takes the same words as /fanout. Slash commands don't work in threads: mention @Fanout there. In direct messages neither is needed.",
};
