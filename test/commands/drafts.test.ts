import { describe, expect, it } from 'vitest';
import { createDrafts } from '#commands/drafts.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createFakeIds } from '#test/fakes/fake-ids.ts';

const AN_HOUR_MS = 3_600_000;
const draft = (ref: string) => ({ sources: [{ kind: 'text', title: 'the message', ref }] as const });

function setUp() {
  const clock = createFakeClock();
  return { clock, drafts: createDrafts({ clock, ids: createFakeIds() }) };
}

describe('what an open form is about', () => {
  it('is kept for an hour, each under a name of its own', async () => {
    const { clock, drafts } = setUp();
    const [one, two] = [drafts.keep(draft('one')), drafts.keep(draft('two'))];
    await clock.advance(AN_HOUR_MS);
    expect(drafts.get(one)).toEqual(draft('one'));
    expect(drafts.get(two)).toEqual(draft('two'));
    await clock.advance(1);
    expect(drafts.get(one)).toBeNull();
  });

  it('is not known under a name that was never given', () => {
    expect(setUp().drafts.get('press1')).toBeNull();
  });

  it('gives way to newer ones once there are a thousand, the oldest first', () => {
    const { drafts } = setUp();
    const ids = Array.from({ length: 1_001 }, (_, at) => drafts.keep(draft(String(at))));
    expect(ids.map((id) => drafts.get(id) !== null)).toEqual([false, ...Array(1_000).fill(true)]);
  });
});
