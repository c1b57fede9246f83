import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPutAPIApplicationCommandsJSONBody,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10';
import { MERGE_KINDS, MODES } from '#core/request.ts';

/** What people find in Discord by these names. */
const COMMAND = 'fanout';
const MESSAGE_COMMAND = 'Fan out this message';

const run = {
  type: Type.String,
  name: 'run',
  description: 'Which run, by its id; none: the newest here',
  max_length: 16,
  autocomplete: true,
} as const;
const lane = { type: Type.Integer, name: 'lane', description: 'Which lane, by its number', min_value: 1, max_value: 100_000 } as const;
/** What a request takes beside its words. */
const request = [
  {
    type: Type.String,
    name: 'request',
    description: 'Like: translate into 15 languages: Good morning',
    max_length: 6_000,
    autocomplete: true,
  },
  { type: Type.Attachment, name: 'file', description: 'What it is about' },
  { type: Type.Attachment, name: 'file2', description: 'And this' },
  { type: Type.Attachment, name: 'file3', description: 'And this' },
  {
    type: Type.String,
    name: 'mode',
    description: 'How to cut it; default: Fanout picks',
    choices: MODES.map((value) => ({ name: value, value })),
  },
  {
    type: Type.String,
    name: 'merge',
    description: 'How the results become one answer',
    choices: MERGE_KINDS.map((value) => ({ name: value, value })),
  },
  { type: Type.Integer, name: 'cap', description: 'Most lanes at work at once', min_value: 1, max_value: 1_000 },
  { type: Type.Number, name: 'budget', description: 'It may cost at most, in US dollars', min_value: 0.0001 },
  { type: Type.String, name: 'quorum', description: 'Answer once so many are done, like 90%; the others follow', max_length: 10 },
  { type: Type.String, name: 'deadline', description: 'Answer after so long with what is there, like 5m, 90s or 1h', max_length: 10 },
] as const;
const sub = (name: string, description: string, options: readonly object[] = []) => ({
  type: Type.Subcommand,
  name,
  description,
  options: [...options],
});

/** The commands as they are registered: for servers and for direct messages, never for other people's servers by a person's own installation. */
export function toCommands(): RESTPutAPIApplicationCommandsJSONBody {
  const where = {
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  };
  const commands = [
    {
      type: ApplicationCommandType.ChatInput,
      name: COMMAND,
      description: 'One request as many lanes, and one answer that accounts for every lane',
      ...where,
      options: [
        sub('run', 'Run a request; without one a form opens', request),
        sub('plan', 'Show the plan of a request and what it costs; nothing runs before a yes', request),
        sub('status', 'What is running here, and how far'),
        sub('history', 'The runs so far', [{ type: Type.String, name: 'words', description: 'Words to look for', max_length: 200 }]),
        sub('show', 'A run with its answer, or what one lane gave', [run, lane]),
        sub('yes', 'Go ahead with a run that waits for a yes', [run]),
        sub('no', 'Leave the plan of a run as it is, where a change of it waits for a yes', [run]),
        sub('sample', 'Of a run that waits for a yes, three lanes first, to be seen', [run]),
        sub('cheaper', 'Of a run that waits for a yes, the same by cheaper models', [run]),
        sub('raise', 'More money, and what the budget had no room for again', [
          run,
          {
            type: Type.Number,
            name: 'usd',
            description: 'The new budget, in US dollars; none: as much as is likely needed',
            min_value: 0.0001,
          },
        ]),
        sub('stop', 'Stop a run and answer with what is there', [run]),
        sub('merge', 'Answer now; lanes still at work are left out', [run]),
        sub('retry', 'Do lanes again; with none named, the missing ones', [
          run,
          { type: Type.String, name: 'lanes', description: 'Their numbers, like 3 4 7', max_length: 200 },
        ]),
        sub('skip', 'Leave one lane out', [{ ...lane, required: true }, run]),
        sub('help', 'What Fanout does and how to say it'),
      ],
    },
    { type: ApplicationCommandType.Message, name: MESSAGE_COMMAND, ...where },
  ];
  return commands as unknown as RESTPutAPIApplicationCommandsJSONBody;
}

/** View Channel, Send Messages, Create Public Threads, Send Messages in Threads, Attach Files, Read Message History: what the invitation asks for, and all that is used. */
export const PERMISSIONS = (1n << 10n) | (1n << 11n) | (1n << 35n) | (1n << 38n) | (1n << 15n) | (1n << 16n);

export const toInvitation = (applicationId: string): string =>
  `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=${PERMISSIONS}`;
