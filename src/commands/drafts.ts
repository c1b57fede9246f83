import type { Clock } from '#core/ports/clock.ts';
import type { Ids } from '#core/ports/ids.ts';
import type { SourceRef } from '#core/request.ts';

/** What an open form is about and has no room for: a form keeps 3,000 characters of its own. */
export interface Draft {
  readonly sources: readonly Pick<SourceRef, 'kind' | 'title' | 'ref'>[];
}

/** How long a form may stay open. In milliseconds. */
const LIFE_MS = 60 * 60_000;
const MOST_DRAFTS = 1_000;

/** Lives in this process: who submits a form after a restart is asked to open it again, with all that was typed still there. */
export interface Drafts {
  keep(draft: Draft): string;
  /** Null when it is not known any more. */
  get(id: string): Draft | null;
}

export function createDrafts({ clock, ids }: { readonly clock: Clock; readonly ids: Ids }): Drafts {
  const drafts = new Map<string, { readonly draft: Draft; readonly untilMs: number }>();
  return {
    keep(draft) {
      const now = clock.now();
      for (const [id, { untilMs }] of drafts) if (untilMs < now || drafts.size >= MOST_DRAFTS) drafts.delete(id);
      const id = ids.pressId();
      drafts.set(id, { draft, untilMs: now + LIFE_MS });
      return id;
    },
    get(id) {
      const it = drafts.get(id);
      return it === undefined || it.untilMs < clock.now() ? null : it.draft;
    },
  };
}
