import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaneList } from '#core/run/lane-list.ts';
import type { LaneState } from '#core/run/state.ts';

const lane = (number: number, attempts = 0) => ({ lane: number, attempts, status: 'waiting' }) as LaneState;
const lanes = (count: number) => Array.from({ length: count }, (_, index) => lane(index + 1));

describe('a list of lanes', () => {
  it('is read as the array it was made of, whatever was changed', () => {
    const changes = fc.array(fc.record({ share: fc.double({ min: 0, max: 0.999, noNaN: true }), attempts: fc.nat(9) }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), changes, (count, all) => {
        let array = lanes(count);
        let list = LaneList.of(array);
        for (const { share, attempts } of all) {
          const index = Math.floor(share * count);
          array = array.with(index, lane(index + 1, attempts));
          list = list.with(index, lane(index + 1, attempts));
        }
        const isTried = (it: LaneState): boolean => it.attempts > 4;
        expect([...list]).toEqual(array);
        expect(list.length).toBe(count);
        expect(array.map((_, index) => list.at(index))).toEqual(array);
        expect(list.map((it) => it.attempts)).toEqual(array.map((it) => it.attempts));
        expect(list.filter(isTried)).toEqual(array.filter(isTried));
        expect(list.some(isTried)).toBe(array.some(isTried));
        expect(list.every(isTried)).toBe(array.every(isTried));
      }),
    );
  });

  it('stays as it was when one is changed in it', () => {
    const before = LaneList.of(lanes(300));
    const after = before.with(200, lane(201, 5));
    expect([before.at(200)?.attempts, after.at(200)?.attempts]).toEqual([0, 5]);
    expect(after.at(10)).toBe(before.at(10));
  });

  it('has nothing outside itself, and takes nothing there', () => {
    const list = LaneList.of(lanes(3));
    expect([list.at(-1), list.at(3), list.at(500), LaneList.of([]).at(0)]).toEqual([undefined, undefined, undefined, undefined]);
    expect(() => list.with(3, lane(4))).toThrow(RangeError);
    expect(() => list.with(-1, lane(0))).toThrow(RangeError);
  });
});
