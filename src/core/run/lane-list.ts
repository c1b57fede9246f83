import type { LaneState } from './state.ts';

/** Lanes copied by one change: few beside ten thousand, and not so few that the list of chunks is long. */
const CHUNK = 128;

/**
 * A run's lanes in order, index 0 is lane 1; read like an array, and never changed. `with` copies a chunk and not the whole: a run of ten thousand lanes has twenty thousand events, and an array of its lanes takes 80 KB.
 */
export class LaneList implements Iterable<LaneState> {
  readonly length: number;
  readonly #chunks: readonly (readonly LaneState[])[];

  private constructor(length: number, chunks: readonly (readonly LaneState[])[]) {
    this.length = length;
    this.#chunks = chunks;
  }

  static of(lanes: readonly LaneState[]): LaneList {
    const chunks = Array.from({ length: Math.ceil(lanes.length / CHUNK) }, (_, index) => lanes.slice(index * CHUNK, (index + 1) * CHUNK));
    return new LaneList(lanes.length, chunks);
  }

  at(index: number): LaneState | undefined {
    return this.#chunks[Math.floor(index / CHUNK)]?.[index % CHUNK];
  }

  /** Throws for an index that is none. */
  with(index: number, lane: LaneState): LaneList {
    const at = Math.floor(index / CHUNK);
    const changed = (this.#chunks[at] ?? []).with(index % CHUNK, lane);
    return new LaneList(this.length, this.#chunks.with(at, changed));
  }

  map<To>(to: (lane: LaneState) => To): To[] {
    const made: To[] = [];
    for (const chunk of this.#chunks) for (const lane of chunk) made.push(to(lane));
    return made;
  }

  filter<Wanted extends LaneState>(isWanted: (lane: LaneState) => lane is Wanted): Wanted[];
  filter(isWanted: (lane: LaneState) => boolean): LaneState[];
  filter(isWanted: (lane: LaneState) => boolean): LaneState[] {
    const wanted: LaneState[] = [];
    for (const chunk of this.#chunks) for (const lane of chunk) if (isWanted(lane)) wanted.push(lane);
    return wanted;
  }

  every(is: (lane: LaneState) => boolean): boolean {
    return this.#chunks.every((chunk) => chunk.every(is));
  }

  some(is: (lane: LaneState) => boolean): boolean {
    return this.#chunks.some((chunk) => chunk.some(is));
  }

  [Symbol.iterator](): Iterator<LaneState> {
    return this.#chunks.flat().values();
  }
}
