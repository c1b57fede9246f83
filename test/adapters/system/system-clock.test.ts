import { systemClock } from '#adapters/system/system-clock.ts';
import { clockContract } from '#test/contracts/clock-contract.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

clockContract('system', () => ({ clock: systemClock, pass: async () => {} }));
clockContract('fake', () => {
  const clock = createFakeClock();
  return { clock, pass: (ms) => clock.advance(ms) };
});
