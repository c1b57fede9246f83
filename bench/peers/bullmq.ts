/** BullMQ: a flow with a child for each lane, three attempts with exponential back-off, on a Redis at port 6379; the worker calls the `openai` SDK with its own retries. */
import { FlowProducer, Queue, QueueEvents, Worker } from 'bullmq';
import { OpenAI } from 'openai';
import { type Prompt, type Result, readContestantArgs } from '../contestant-files.ts';
import { measure } from '../measure.ts';

const args = readContestantArgs(process.argv.slice(2));
const client = new OpenAI({ baseURL: args.baseUrl, apiKey: 'none' });
const connection = { host: '127.0.0.1', port: 6379, maxRetriesPerRequest: null };
const LANES = `fanout-bench-lanes-${process.pid}`;
const RUNS = `fanout-bench-runs-${process.pid}`;

const flows = new FlowProducer({ connection });
const events = new QueueEvents(RUNS, { connection });
const runs = new Worker(RUNS, async (job) => Object.values(await job.getChildrenValues<Result>()), { connection });
const lanes = new Worker<Prompt, Result>(
  LANES,
  async ({ data: { id, prompt } }) => {
    const stream = await client.chat.completions.create({ model: 'bench', messages: [{ role: 'user', content: prompt }], stream: true });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    return { id, text: text.trim() };
  },
  { connection, concurrency: args.cap },
);
await events.waitUntilReady();

await measure(args, async (prompts) => {
  const opts = { attempts: 3, backoff: { type: 'exponential', delay: 1_000 }, ignoreDependencyOnFailure: true };
  const children = prompts.map((data) => ({ name: 'lane', queueName: LANES, data, opts }));
  const { job } = await flows.add({ name: 'run', queueName: RUNS, children });
  const ended = (await job.waitUntilFinished(events)) as readonly Result[];
  const byId = new Map(ended.map((result) => [result.id, result]));
  return prompts.map(({ id }): Result => byId.get(id) ?? { id, error: 'failed' });
});

await Promise.all([lanes.close(), runs.close(), events.close(), flows.close()]);
for (const name of [LANES, RUNS]) {
  const queue = new Queue(name, { connection });
  await queue.obliterate({ force: true });
  await queue.close();
}
