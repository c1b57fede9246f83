import { describe, expect, it } from 'vitest';
import { createLiveBoard } from '#adapters/terminal/live-board.ts';
import { canRedraw, createScreen } from '#adapters/terminal/screen.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { ASKED_AT_MS, doneLane, runningLane, runView } from '#test/fakes/views.ts';
import { createFakeTerminal } from './fake-terminal.ts';

const GAP_MS = 100;

function open(terminal = createFakeTerminal(40, 10, '$ fanout run\n')) {
  const clock = createFakeClock(ASKED_AT_MS);
  return { terminal, clock, screen: createScreen({ stream: terminal, clock, gapMs: GAP_MS }) };
}

describe('the screen', () => {
  it('draws the first frame at once, below what was there', () => {
    const { terminal, screen } = open();
    screen.show(() => ['one', 'two']);
    expect(terminal.lines).toEqual(['$ fanout run', 'one', 'two']);
  });

  it('draws the newest frame at most once per gap', async () => {
    const { terminal, clock, screen } = open();
    for (const text of ['a', 'b', 'c', 'd']) screen.show(() => [text]);
    expect(terminal.lines).toEqual(['$ fanout run', 'a']);
    await clock.advance(GAP_MS - 1);
    expect(terminal.lines).toEqual(['$ fanout run', 'a']);
    await clock.advance(1);
    expect(terminal.lines).toEqual(['$ fanout run', 'd']);
    expect(terminal.writes).toHaveLength(2);
  });

  it('draws in one place while lines come and go', async () => {
    const { terminal, clock, screen } = open();
    for (const lines of [['1', '2', '3'], ['long line one'], ['x', 'y'], [], ['last']]) {
      screen.show(() => lines);
      await clock.advance(GAP_MS);
      expect(terminal.lines).toEqual(['$ fanout run', ...lines]);
    }
  });

  it('lets time move while nothing happens', async () => {
    const { terminal, clock, screen } = open();
    screen.show((nowMs) => [`${(nowMs - ASKED_AT_MS) / 1_000} s`]);
    await clock.advance(3_000);
    expect(terminal.lines).toEqual(['$ fanout run', '3 s']);
  });

  it('asks for the size anew with each frame', async () => {
    const { terminal, clock, screen } = open();
    screen.show((_nowMs, { columns, rows }) => [`${columns} x ${rows}`]);
    terminal.columns = 120;
    terminal.rows = 40;
    await clock.advance(GAP_MS);
    expect(terminal.lines.at(-1)).toBe('120 x 40');
  });

  it('takes up the rows that a narrower window wraps its lines into', async () => {
    const { terminal, clock, screen } = open();
    screen.show((_nowMs, { columns }) => ['-'.repeat(columns), '-'.repeat(columns)]);
    terminal.columns = 20;
    await clock.advance(GAP_MS);
    expect(terminal.writes.at(-1)).toContain('\x1b[4A');
  });

  it('works where the terminal does not know its size', () => {
    const { terminal, screen } = open(createFakeTerminal(0, 0));
    screen.show((_nowMs, { columns, rows }) => [`${columns} x ${rows}`]);
    expect(terminal.writes.join('')).toContain('80 x 24');
  });

  it('writes each frame as one whole', () => {
    const { terminal, screen } = open();
    screen.show(() => ['one', 'two']);
    expect(terminal.writes).toHaveLength(1);
    expect(terminal.writes[0]?.split('\x1b[?2026h')[1]).toContain('one');
    expect(terminal.writes[0]?.split('\x1b[?2026l')).toEqual([expect.stringContaining('two'), '']);
    expect(terminal.wraps).toBe(true);
  });

  it('hides the cursor while it draws and gives it back at the end, with the last frame left standing', async () => {
    const { terminal, clock, screen } = open();
    screen.show(() => ['live', 'live', 'live']);
    expect(terminal.isCursorShown).toBe(false);
    await screen.finish(() => ['final']);
    expect(terminal.isCursorShown).toBe(true);
    expect(terminal.lines).toEqual(['$ fanout run', 'final']);
    expect(clock.pending).toBe(0);
    expect(terminal.listeners).toBe(0);
  });

  it('finishes also when nothing was ever shown', async () => {
    const { terminal, screen } = open();
    await screen.finish(() => ['final']);
    expect(terminal.lines).toEqual(['$ fanout run', 'final']);
  });

  it('gives the terminal back when it is disposed of in the middle', async () => {
    const { terminal, clock, screen } = open();
    {
      using held = screen;
      held.show(() => ['live']);
    }
    screen[Symbol.dispose]();
    const writes = terminal.writes.length;
    await clock.advance(1_000);
    expect(terminal.isCursorShown).toBe(true);
    expect(terminal.lines).toEqual(['$ fanout run', 'live']);
    expect(terminal.listeners).toBe(0);
    expect(terminal.writes).toHaveLength(writes);
  });

  it('survives a terminal that goes away while it draws', async () => {
    const { terminal, clock, screen } = open();
    screen.show(() => ['live']);
    terminal.breakPipe();
    await clock.advance(1_000);
    expect(terminal.writes).toHaveLength(2);
    await screen.finish(() => ['final']);
    expect(clock.pending).toBe(0);
  });

  it('survives a terminal that goes away at the very end', async () => {
    const { terminal, clock, screen } = open();
    screen.show(() => ['live']);
    terminal.breakPipe();
    await screen.finish(() => ['final']);
    await clock.advance(0);
    expect(terminal.listeners).toBe(1);
  });

  it('tells of an error in a frame at the end, with the cursor given back', async () => {
    const { terminal, clock, screen } = open();
    screen.show(() => {
      throw new Error('a bug');
    });
    await clock.advance(GAP_MS);
    await expect(screen.finish(() => ['final'])).rejects.toThrow('a bug');
    expect(terminal.isCursorShown).toBe(true);
    expect(terminal.lines).toEqual(['$ fanout run', 'final']);
  });
});

describe('the live board', () => {
  it('lets running lanes and the time left run on between views, and leaves the last board', async () => {
    const { terminal, clock, screen } = open(createFakeTerminal(80, 24));
    const board = createLiveBoard({ screen, clock, colour: false });
    board.show(runView([runningLane(1, { ms: 2_000 }), doneLane(2)], { etaMs: 9_000 }));
    await clock.advance(3_000);
    expect(terminal.lines).toContain('3 s · about 6 s left');
    expect(terminal.lines).toContain('● 1  Lane 1     5 s   340 chars');
    expect(terminal.lines).toContain('✓ 2  Lane 2   1.2 s   900 chars');
    await board.finish(runView([doneLane(1), doneLane(2)], { phase: 'ended', outcome: 'done', endedAtMs: ASKED_AT_MS + 4_200 }));
    expect(terminal.lines).toContain('4.2 s');
    expect(terminal.isCursorShown).toBe(true);
  });
});

it.each([
  [true, 'xterm-256color', true],
  [true, undefined, true],
  [true, 'dumb', false],
  [false, 'xterm', false],
  [undefined, 'xterm', false],
] as const)('is drawn only where lines can be drawn over: TTY %s, TERM %s', (isTty, term, can) => expect(canRedraw(isTty, term)).toBe(can));
