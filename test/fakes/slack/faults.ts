/** How a call goes wrong. `applied`: Slack did what was asked, and only the answer was lost. `held`: Slack does it late, once that is there. */
export type Fault =
  | { readonly kind: '429'; readonly retryAfterS: number }
  | { readonly kind: '500' | 'internal_error' | 'reset' | 'timeout'; readonly applied: boolean }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'held'; readonly until: Promise<void> };

export interface Faults {
  /** The next call of this method (`response_url`: the next answer that comes by one; `ack`: the app's next one to a command, a press or a form, which Slack never hears), or of any method of the Web API with `*`. Several queue up. */
  next(method: string, fault: Fault): void;
  /** Each `n`th call of it from now on. */
  every(method: string, n: number, fault: Fault): void;
  clear(): void;
}

interface Rule {
  readonly method: string;
  readonly every: number | null;
  readonly fault: Fault;
  seen: number;
}

/** What is no method of the Web API. */
const ASIDE = ['response_url', 'ack'];

export function createFaults(): Faults & { take(method: string): Fault | null } {
  let rules: Rule[] = [];
  return {
    next: (method, fault) => void rules.push({ method, every: null, fault, seen: 0 }),
    every: (method, n, fault) => void rules.push({ method, every: n, fault, seen: 0 }),
    clear: () => {
      rules = [];
    },
    take: (method) => {
      const matching = rules.filter((rule) => rule.method === method || (rule.method === '*' && !ASIDE.includes(method)));
      for (const rule of matching) rule.seen += 1;
      const hit = matching.find((rule) => rule.every === null || rule.seen % rule.every === 0);
      if (hit?.every === null) rules = rules.filter((rule) => rule !== hit);
      return hit?.fault ?? null;
    },
  };
}
