/** LangGraph.js: a node for each lane by `Send`, `maxConcurrency` as the cap, LangChain's own model with its own retries (6, doubling). */
import { Annotation, END, Send, START, StateGraph } from '@langchain/langgraph';
import { ChatOpenAI } from '@langchain/openai';
import { type Prompt, type Result, readContestantArgs } from '../contestant-files.ts';
import { measure } from '../measure.ts';

const args = readContestantArgs(process.argv.slice(2));
const model = new ChatOpenAI({ model: 'bench', apiKey: 'none', configuration: { baseURL: args.baseUrl } });

const State = Annotation.Root({
  prompts: Annotation<readonly Prompt[]>(),
  results: Annotation<readonly Result[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
});

/** One that throws would end them all. */
async function lane({ id, prompt }: Prompt): Promise<{ readonly results: readonly Result[] }> {
  try {
    let text = '';
    // `invoke` with `streaming: true` counts tokens itself, for which it fetches a table from the internet.
    for await (const chunk of await model.stream(prompt)) text += chunk.text;
    return { results: [{ id, text: text.trim() }] };
  } catch (error) {
    return { results: [{ id, error: String(error) }] };
  }
}

const graph = new StateGraph(State)
  .addNode('lane', lane as never)
  .addConditionalEdges(START, ({ prompts }) => prompts.map((prompt) => new Send('lane', prompt)), ['lane'])
  .addEdge('lane', END)
  .compile();

await measure(args, async (prompts, cap) => (await graph.invoke({ prompts }, { maxConcurrency: cap })).results);
