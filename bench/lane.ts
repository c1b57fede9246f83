/** One lane of a workload, as a contestant gets it. The prompt tells the simulated endpoint who asks and how long to take, so the endpoint keeps no list. */
export interface BenchLane {
  readonly id: string;
  readonly prompt: string;
  /** From the request's arrival to the last byte of the answer. */
  readonly latencyMs: number;
}

const MARK = /\[lane ([\w-]+), (\d+) ms\]/;
const CHUNKS = 8;

export function toLane(id: string, latencyMs: number): BenchLane {
  return { id, latencyMs, prompt: `Write the paragraph for this part of the report. [lane ${id}, ${latencyMs} ms]` };
}

/** What a request asks of the endpoint; null when it holds no lane's prompt. */
export function readMark(body: string): { readonly id: string; readonly latencyMs: number } | null {
  const match = MARK.exec(body);
  return match?.[1] === undefined ? null : { id: match[1], latencyMs: Number(match[2]) };
}

/** The right answer in the pieces it is streamed in: another one for each lane, so that a mix-up shows. */
export function answerChunks(id: string): string[] {
  return Array.from({ length: CHUNKS }, (_, index) => `Sentence ${index + 1} of part ${id} says what there is to say. `);
}

/** The right answer as a person would keep it. */
export const expectedText = (id: string): string => answerChunks(id).join('').trim();
