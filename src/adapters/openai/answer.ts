import { countOf, isRecord, textOf } from './json.ts';

interface ReportedUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
}

/**
 * An answer as far as it has come: folded from the chunks of a stream, or from one whole reply where a server ignores
 * `stream`.
 */
export interface Answer {
  readonly text: string;
  /** Arguments of the first tool it called: the answer, where that tool is the form. */
  readonly toolText: string;
  /** Characters of reasoning that came beside the text: no part of the answer, yet progress. */
  readonly thoughtChars: number;
  readonly refused: boolean;
  /** `finish_reason`; null as long as none came. */
  readonly finish: string | null;
  readonly model: string | null;
  readonly usage: ReportedUsage | null;
}

export const NO_ANSWER: Answer = { text: '', toolText: '', thoughtChars: 0, refused: false, finish: null, model: null, usage: null };

function usageIn(chunk: Readonly<Record<string, unknown>>): ReportedUsage | null {
  const usage = chunk.usage;
  if (!isRecord(usage)) return null;
  const inputTokens = countOf(usage.prompt_tokens);
  const outputTokens = countOf(usage.completion_tokens);
  if (inputTokens === null || outputTokens === null) return null;
  return { inputTokens, outputTokens, costUsd: countOf(usage.cost) };
}

/** The one choice that was asked for. The chunk with the usage has none. */
function choiceIn(chunk: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
  return choices.find((choice) => isRecord(choice) && (choice.index ?? 0) === 0) ?? {};
}

/** A model that calls the tool twice in one answer made a second answer: the first counts. */
function argumentsIn(part: Readonly<Record<string, unknown>>): string {
  const calls = Array.isArray(part.tool_calls) ? part.tool_calls : [];
  const first = calls.find((call, at) => isRecord(call) && (call.index ?? at) === 0);
  const made = isRecord(first) && isRecord(first.function) ? first.function.arguments : null;
  return isRecord(made) ? JSON.stringify(made) : textOf(made);
}

/**
 * A text as it is, or in parts (Mistral and gateways to others): their texts together, of parts that only think how
 * long they are. A part of any other kind is passed over.
 */
function contentIn(content: unknown): { readonly text: string; readonly thoughtChars: number } {
  if (!Array.isArray(content)) return { text: textOf(content), thoughtChars: 0 };
  const parts = content.filter(isRecord);
  const thoughts = parts.flatMap((part) =>
    part.type === 'thinking' || part.type === 'reasoning' ? [part.thinking ?? part.reasoning ?? part.text] : [],
  );
  return {
    text: parts.map((part) => (part.type === 'text' ? textOf(part.text) : '')).join(''),
    thoughtChars: thoughts.reduce((sum: number, it) => sum + lengthOf(it), 0),
  };
}

/** Of a text, or of a list of parts with texts. */
const lengthOf = (thought: unknown): number =>
  (Array.isArray(thought) ? thought : [thought]).reduce((sum: number, it) => sum + textOf(isRecord(it) ? it.text : it).length, 0);

/** Takes in one chunk; what it does not know it passes over. */
export function addChunk(answer: Answer, chunk: Readonly<Record<string, unknown>>): Answer {
  const choice = choiceIn(chunk);
  const part = isRecord(choice.delta) ? choice.delta : isRecord(choice.message) ? choice.message : {};
  const thought = textOf(part.reasoning_content) || textOf(part.reasoning);
  const { text, thoughtChars } = contentIn(part.content);
  return {
    text: answer.text + text,
    toolText: answer.toolText + argumentsIn(part),
    thoughtChars: answer.thoughtChars + thought.length + thoughtChars,
    refused: answer.refused || textOf(part.refusal) !== '',
    finish: textOf(choice.finish_reason) || answer.finish,
    model: textOf(chunk.model) || answer.model,
    usage: usageIn(chunk) ?? answer.usage,
  };
}
