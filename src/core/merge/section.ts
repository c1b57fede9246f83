/** One lane's result on its way into an answer. */
export interface Section {
  /** 1-based, over the whole run. */
  readonly lane: number;
  readonly title: string;
  readonly text: string;
  /** The model stopped at its output limit. */
  readonly truncated: boolean;
}
