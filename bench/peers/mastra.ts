/** Mastra: a workflow whose one step runs `.foreach` with the cap as its concurrency; the step calls the `openai` SDK with its own retries. */
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { OpenAI } from 'openai';
import { z } from 'zod';
import { type Result, readContestantArgs } from '../contestant-files.ts';
import { measure } from '../measure.ts';

const args = readContestantArgs(process.argv.slice(2));
const client = new OpenAI({ baseURL: args.baseUrl, apiKey: 'none' });

const prompt = z.object({ id: z.string(), prompt: z.string() });
const result = z.object({ id: z.string(), text: z.string().optional(), error: z.string().optional() });

const lane = createStep({
  id: 'lane',
  inputSchema: prompt,
  outputSchema: result,
  /** One that throws would end them all. */
  async execute({ inputData: { id, prompt: content } }) {
    try {
      const stream = await client.chat.completions.create({ model: 'bench', messages: [{ role: 'user', content }], stream: true });
      let text = '';
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
      return { id, text: text.trim() };
    } catch (error) {
      return { id, error: String(error) };
    }
  },
});

await measure(args, async (prompts, cap) => {
  const workflow = createWorkflow({ id: 'bench', inputSchema: z.array(prompt), outputSchema: z.array(result) })
    .foreach(lane, { concurrency: cap })
    .commit();
  const run = await workflow.createRun();
  const ended = await run.start({ inputData: [...prompts] });
  if (ended.status !== 'success') throw new Error(`the workflow ended as ${ended.status}`);
  return ended.result as readonly Result[];
});
