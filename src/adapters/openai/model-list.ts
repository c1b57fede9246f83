import { countOf, isRecord, textOf } from './json.ts';

export interface ListedModel {
  readonly id: string;
  /** Null where the list doesn't say. */
  readonly windowTokens: number | null;
}

/** Names of models that write no text. LM Studio lists one of them first, out of the box. */
const NO_WRITER = /embed|rerank|whisper|tts|moderation|dall-e|image|audio|transcri/i;

/** vLLM, OpenRouter, Groq and llama.cpp each have their own word for it. */
function windowIn(entry: Readonly<Record<string, unknown>>): number | null {
  const meta = isRecord(entry.meta) ? entry.meta : {};
  const said = [entry.max_model_len, entry.context_length, entry.context_window, meta.n_ctx].map(countOf);
  return said.find((tokens) => tokens !== null && tokens > 0) ?? null;
}

/** The models of a `GET /models` reply in its order; null when the reply is no such list (whatever else answers on that port). */
export function toModelList(body: unknown): readonly ListedModel[] | null {
  if (!isRecord(body) || !Array.isArray(body.data)) return null;
  const models: ListedModel[] = [];
  for (const entry of body.data) {
    if (!isRecord(entry) || textOf(entry.id) === '') return null;
    models.push({ id: textOf(entry.id), windowTokens: windowIn(entry) });
  }
  return models;
}

/** The first that answers prompts, by its name. */
export const firstWriter = (models: readonly ListedModel[]): ListedModel | null => models.find(({ id }) => !NO_WRITER.test(id)) ?? null;
