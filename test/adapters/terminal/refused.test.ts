import { describe, expect, it } from 'vitest';
import { createCliLab, createFakePerson } from './cli-lab.ts';
import { createFakeTerminal } from './fake-terminal.ts';

const DEARER = { usd: async () => 0.3 };
const REQUEST = 'translate into French, German, Dutch, Polish and Thai: Good morning to you all.';

/** A run that nobody was there to say yes to. */
async function refuse(board = false) {
  const lab = createCliLab(undefined, DEARER);
  const place = board ? { stream: createFakeTerminal(100, 30), colour: false } : null;
  return { lab, ...(await lab.cli(['run', REQUEST], { board: place })) };
}

describe('a run that nobody said yes to', () => {
  it.each([false, true])('is told of in a line, not in one for each lane, and offers no way around the yes; board: %s', async (board) => {
    const { lab, status, out, err } = await refuse(board);
    expect([status, out, lab.model.calls]).toEqual([2, '', []]);
    expect(err).toContain('Say --yes to run it.');
    expect(err.match(/not started/g)).toHaveLength(1);
    expect(err).not.toMatch(/cancelled|merging|retry/);
  });

  it('asks again where it is retried, and runs after a yes', async () => {
    const { lab } = await refuse();
    const again = await lab.cli(['retry', 'run1']);
    expect([again.status, lab.model.calls]).toEqual([2, []]);
    expect(again.err).toContain('Say --yes to run it.');
    expect(again.err).not.toMatch(/again|cancelled/);
    const person = createFakePerson(['r']);
    expect((await lab.cli(['retry', 'run1'], { person })).out).toContain('**5 lanes = 5 done**');
    expect(person.asked).toEqual([expect.stringMatching(/^Run 5 lanes for /)]);
  });

  it('runs where its retry says --yes, or is of no more than nobody is asked about', async () => {
    const { lab } = await refuse();
    expect((await lab.cli(['retry', 'run1', '2'])).out).toContain('1 done + 4 cancelled');
    expect((await lab.cli(['retry', 'run1'])).status).toBe(2);
    expect(lab.model.calls).toHaveLength(1);
    expect((await lab.cli(['retry', 'run1', '--yes'])).out).toContain('**5 lanes = 5 done**');
  });
});
