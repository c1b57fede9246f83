import type { ChatInputCommandInteraction } from 'discord.js';
import type { Command, Usage } from '#commands/command.ts';
import { type RunOptions, readDeadlineMs, readQuorum } from '#commands/options.ts';
import { parseArguments, parseRequest } from '#commands/parse.ts';
import { toSources } from '#commands/read-message.ts';
import { MERGE_KINDS, MODES } from '#core/request.ts';
import { DISCORD_ADDRESSING } from '../addressing.ts';
import { toAttachment } from './mentions.ts';

/** What `/fanout …` says. */
export function toCommand({ options }: ChatInputCommandInteraction): Command | Usage {
  const verb = options.getSubcommand();
  if (verb === 'run' || verb === 'plan') return toRequest(options, verb === 'plan');
  const words = [options.getString('run'), options.getInteger('lane')?.toString(), options.getString('lanes'), options.getString('words')];
  const command = parseArguments(verb, words.filter((word) => word != null).join(' '), DISCORD_ADDRESSING.command);
  return command.verb === 'raise' ? { ...command, budgetUsd: options.getNumber('usd') } : command;
}

/**
 * A request, whatever it says: `card`, and its plan is to be seen first. An option that is filled in goes before one
 * in its words.
 */
function toRequest(options: ChatInputCommandInteraction['options'], card: boolean): Command | Usage {
  const said = parseRequest(options.getString('request') ?? '');
  if (said.verb === 'usage') return said;
  const quorum = readOption(options.getString('quorum'), readQuorum);
  if (quorum === undefined) return toUsage('quorum takes a share like 90%.');
  const deadlineMs = readOption(options.getString('deadline'), readDeadlineMs);
  if (deadlineMs === undefined) return toUsage('deadline takes a time like 5m, 90s or 1h.');
  const files = ['file', 'file2', 'file3'].flatMap((name) => options.getAttachment(name) ?? []);
  return {
    ...said,
    isNew: true,
    card: card || said.card,
    sources: toSources(files.map((file) => toAttachment(file, null))),
    mode: MODES.find((it) => it === options.getString('mode')) ?? 'auto',
    merge: MERGE_KINDS.find((it) => it === options.getString('merge')) ?? said.merge,
    cap: options.getInteger('cap') ?? said.cap,
    budgetUsd: options.getNumber('budget') ?? said.budgetUsd,
    quorum: quorum ?? said.quorum,
    deadlineMs: deadlineMs ?? said.deadlineMs,
  };
}

/** Null: it was left out. Undefined: it can't be read. */
const readOption = (text: string | null, read: (text: string) => number | null): number | null | undefined =>
  text === null ? null : (read(text) ?? undefined);

const toUsage = (problem: string): Usage => ({ verb: 'usage', problem });

/**
 * Options as they stand in the words of a request (`--quorum 90% --budget 2`), for a form that has no fields for
 * them; '' for none.
 */
export const toOptionWords = ({ quorum, deadlineMs, budgetUsd, cap }: Omit<RunOptions, 'merge'>): string =>
  [
    ...(quorum === null ? [] : [`--quorum ${Number((quorum * 100).toFixed(4))}%`]),
    ...(deadlineMs === null ? [] : [`--deadline ${deadlineMs / 1_000}s`]),
    ...(budgetUsd === null ? [] : [`--budget ${budgetUsd}`]),
    ...(cap === null ? [] : [`--cap ${cap}`]),
  ].join(' ');
