import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderBoard } from '#adapters/terminal/board.ts';
import { columnsOf } from '#core/text/columns.ts';
import type { RunView } from '#core/view/run-view.ts';
import { ASKED_AT_MS, anyView, doneLane, failedLane, laneView, runningLane, runView } from '#test/fakes/views.ts';
import { runs } from '#test/setup/runs.ts';

const WINDOW = { columns: 80, rows: 24 };
const NOW_MS = ASKED_AT_MS + 12_000;

const board = (view: RunView, size = WINDOW): string[] => renderBoard(view, NOW_MS, size, false);
const range = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at + 1));

describe('the board', () => {
  it('shows title, reason, progress, counts, figures and a row per lane', () => {
    const lanes = [
      doneLane(1, { title: 'French' }),
      failedLane(2, { title: 'German' }),
      runningLane(3, { title: 'Japanese', attempts: 2 }),
      laneView(4),
    ];
    const usage = { inputTokens: 10_000, outputTokens: 2_300, costUsd: 0.04 };
    expect(board(runView(lanes, { notes: ['French was named twice'], etaMs: 14_000, usage }))).toEqual([
      'translate into 15 languages  k7m2qx4d',
      '15 lanes, one a language',
      'French was named twice',
      '',
      '⠋ running  ━━━━━━━━━━━━━━━━━━━━────────────────────  2/4',
      '1 done · 1 failed · 1 running · 1 waiting',
      '12 s · about 14 s left · 12.3k tokens · $0.04',
      '',
      '✓ 1  French     1.2 s   900 chars',
      '✗ 2  German    the provider is overloaded · 3 attempts',
      '● 3  Japanese     2 s   340 chars · attempt 2',
      '· 4  Lane 4  ',
    ]);
  });

  it('says how long a lane still waits for its provider', () => {
    const held = laneView(1, { title: 'French', attempts: 1, waitsUntilMs: NOW_MS + 33_400 });
    const lines = board(runView([held, runningLane(2)]));
    expect(lines).toContain('○ 1  French  waiting for the provider, 34 s');
    expect(lines).toContain('1 running · 1 held back, 34 s');
  });

  it('says what is done with words that are said after its end', () => {
    expect(board(runView([], { phase: 'planning' })).join('\n')).toContain(' planning\n');
    expect(board(runView([doneLane(1)], { phase: 'planning', outcome: 'done' })).join('\n')).toContain(' reading what was said ');
  });

  it('leaves cost and tokens away when they are not known', () => {
    const text = board(runView([runningLane(1)])).join('\n');
    expect(text).not.toContain('$');
    expect(text).not.toContain('token');
  });

  it('names the stage at work and measures only that', () => {
    const lanes = [doneLane(1), doneLane(2, { stage: 2 }), runningLane(3, { stage: 2 })];
    const lines = board(runView(lanes, { stage: { index: 2, count: 3, title: 'draft' } }));
    expect(lines.find((line) => line.includes('stage 2 of 3: draft'))).toMatch(/ 1\/2$/);
  });

  it.each([
    ['done', null, '✓ done'],
    ['partial', 'text', '! answered, with lanes missing'],
    ['failed', null, '✗ failed, no answer'],
    ['stopped', 'text', '✗ stopped, with the answer so far'],
    ['stopped', null, '✗ stopped, no answer'],
  ] as const)('says how a run ended: %s', (outcome, answer, said) => {
    const lines = board(runView([doneLane(1)], { phase: 'ended', outcome, answer, endedAtMs: NOW_MS }));
    expect(lines.find((line) => line.startsWith(said))).toBeDefined();
  });

  it('shows a question whole, over as many lines as it needs', () => {
    const question = 'Into which language? Say it like this: “translate into French and German: …”, or name a number of languages.';
    const lines = board(runView([], { phase: 'ended', outcome: 'question', why: null, question }), { columns: 40, rows: 24 });
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(question);
  });

  it('shows the newest notes, of which a change of the plan is one', () => {
    const notes = ['first', 'second', 'Added Korean', 'Dropped 2 German'];
    const lines = board(runView(range(3, doneLane), { notes }));
    expect(lines.slice(2, 5)).toEqual(['+ 2 earlier notes', 'Added Korean', 'Dropped 2 German']);
  });

  it('says that an answer is out while lanes are at work', () => {
    const lanes = [doneLane(1), runningLane(2), laneView(3)];
    expect(board(runView(lanes, { published: true, revision: 1 }))).toContain('an answer is out; 2 lanes still at work');
    expect(board(runView(lanes, { published: true, revision: 2 }))).toContain('revision 2 of the answer is out; 2 lanes still at work');
    expect(board(runView(lanes)).join('\n')).not.toContain('is out');
  });

  it('puts notes away before it gives up rows', () => {
    const notes = ['a note', 'another note'];
    const lines = board(runView(range(16, doneLane), { notes }));
    expect(lines.join('\n')).not.toContain('note');
    expect(lines.filter((line) => line.startsWith('✓'))).toHaveLength(16);
  });

  it('becomes a grid of one glyph per lane, with rows for failed and running ones, when lanes outnumber lines', () => {
    const lanes = [...range(30, doneLane), failedLane(31), runningLane(32), ...range(16, (index) => laneView(index + 32))];
    const lines = board(runView(lanes));
    expect(lines).toContain(` 1  ✓✓✓✓✓✓✓✓✓✓ ✓✓✓✓✓✓✓✓✓✓ ✓✓✓✓✓✓✓✓✓✓ ✗●········ ········`);
    expect(lines.some((line) => line.startsWith('✗ 31'))).toBe(true);
    expect(lines.some((line) => line.startsWith('● 32'))).toBe(true);
  });

  it('counts the rows it had no room for', () => {
    const lanes = [...range(20, failedLane), ...range(20, (index) => runningLane(index + 20))];
    const lines = board(runView(lanes));
    const rows = lines.filter((line) => /^[✗●] /.test(line));
    expect(lines).toHaveLength(23);
    expect(rows.filter((row) => row.startsWith('●')).length).toBeGreaterThan(3);
    expect(rows.filter((row) => row.startsWith('✗')).length).toBeGreaterThan(3);
    expect(lines.at(-1)).toBe(`+ ${40 - rows.length} more`);
  });

  it('drops settled lines of a grid first, and counts the lanes not shown', () => {
    const lanes = [...range(600, doneLane), ...range(1_400, (index) => laneView(index + 600))];
    const grid = board(runView(lanes)).filter((line) => /^ *\d+ {2}[✓·]/.test(line));
    expect(grid[0]).toMatch(/^ 601 {2}/);
    const shown = grid.join('').replace(/[^✓·]/g, '').length;
    expect(board(runView(lanes))).toContain(`+ ${(2_000 - shown).toLocaleString('en-US')} more lanes`);
  });

  it('is readable in twenty columns', () => {
    const lines = board(runView([doneLane(1, { title: 'Quarterly sales review' }), failedLane(2)]), { columns: 20, rows: 24 });
    expect(lines).toContain('⠋ running  2/2');
    expect(lines.some((line) => line.startsWith('✓ 1  Quart'))).toBe(true);
    expect(lines.some((line) => line.startsWith('✗ 2  Lane'))).toBe(true);
  });

  it('moves with the time, not with chance', () => {
    const view = runView([runningLane(1)]);
    expect(renderBoard(view, NOW_MS, WINDOW, false)).toEqual(renderBoard(view, NOW_MS, WINDOW, false));
    expect(renderBoard(view, NOW_MS, WINDOW, false)).not.toEqual(renderBoard(view, NOW_MS + 5_000, WINDOW, false));
  });

  it('says the same with colour and without', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(renderBoard(view, NOW_MS, WINDOW, true).map(stripVTControlCharacters)).toEqual(board(view));
      }),
    );
  });

  it('fits every window, whatever the view', () => {
    const size = fc.record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 60 }) });
    fc.assert(
      fc.property(anyView, size, fc.boolean(), (view, { columns, rows }, colour) => {
        const lines = renderBoard(view, NOW_MS, { columns, rows }, colour);
        expect(lines.length).toBeLessThanOrEqual(rows - 1);
        for (const line of lines) expect(columnsOf(stripVTControlCharacters(line))).toBeLessThanOrEqual(columns);
      }),
      { numRuns: runs(400) },
    );
  });

  it('lets no control, bidirectional or invisible character of a title, note or question through', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        for (const line of board(view, { columns: 200, rows: 60 })) {
          expect(line).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u2028\u2029]/u);
          expect(line.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: runs(300) },
    );
  });
});
