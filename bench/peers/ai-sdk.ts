/** The AI SDK with its own retries (2) inside p-limit, as its documentation shows for many calls at once. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';
import pLimit from 'p-limit';
import { type Prompt, type Result, readContestantArgs } from '../contestant-files.ts';
import { measure } from '../measure.ts';

const args = readContestantArgs(process.argv.slice(2));
const model = createOpenAICompatible({ name: 'bench', baseURL: args.baseUrl })('bench');

async function call({ id, prompt }: Prompt): Promise<Result> {
  try {
    let text = '';
    // Errors come as parts of the stream: who reads only the text never hears of them.
    for await (const part of streamText({ model, prompt, onError: () => undefined }).fullStream) {
      if (part.type === 'error') throw part.error;
      if (part.type === 'text-delta') text += part.text;
    }
    return { id, text: text.trim() };
  } catch (error) {
    return { id, error: String(error) };
  }
}

await measure(args, async (prompts, cap) => {
  const limit = pLimit(cap);
  return await Promise.all(prompts.map((prompt) => limit(() => call(prompt))));
});
