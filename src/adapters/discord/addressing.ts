import type { Addressing } from '#commands/help.ts';

export const DISCORD_ADDRESSING: Addressing = {
  command: '/fanout ',
  mention: '@Fanout ',
  note: '@Fanout takes the same words as /fanout. In direct messages neither is needed.',
};
