import type { KnownCode } from './refusal.ts';

/** How a call goes wrong. `applied`: Discord did what was asked, and only the answer was lost. */
export type Fault =
  | { readonly kind: '429'; readonly retryAfterS: number; readonly scope?: 'user' | 'global' | 'shared' }
  | { readonly kind: '500' | '502' | 'reset' | 'timeout'; readonly applied: boolean }
  /** A plain 401: a client throws its token away. */
  | { readonly kind: '401' }
  | { readonly kind: 'error'; readonly code: KnownCode };

/** `POST /channels/:channel/messages`, the same without the method, or `*`. */
export type RoutePattern = string;

export interface Faults {
  /** The next call that matches. Several queue up. */
  next(pattern: RoutePattern, fault: Fault): void;
  /** Each `n`th such call from now on. */
  every(pattern: RoutePattern, n: number, fault: Fault): void;
  clear(): void;
}

interface Rule {
  readonly pattern: string;
  readonly every: number | null;
  readonly fault: Fault;
  seen: number;
}

const matches = ({ pattern }: Rule, method: string, template: string): boolean =>
  pattern === '*' || pattern === template || pattern === `${method} ${template}`;

export function createFaults(): Faults & { take(method: string, template: string): Fault | null } {
  let rules: Rule[] = [];
  return {
    next: (pattern, fault) => void rules.push({ pattern, every: null, fault, seen: 0 }),
    every: (pattern, n, fault) => void rules.push({ pattern, every: n, fault, seen: 0 }),
    clear: () => {
      rules = [];
    },
    take: (method, template) => {
      const matching = rules.filter((rule) => matches(rule, method, template));
      for (const rule of matching) rule.seen += 1;
      const hit = matching.find((rule) => rule.every === null || rule.seen % rule.every === 0);
      if (hit?.every === null) rules = rules.filter((rule) => rule !== hit);
      return hit?.fault ?? null;
    },
  };
}
