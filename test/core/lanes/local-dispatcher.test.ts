import { createLocalDispatcher } from '#core/lanes/local-dispatcher.ts';
import { dispatcherContract } from '#test/contracts/dispatcher-contract.ts';

dispatcherContract('local', (clock, concurrency) => {
  const errors: unknown[] = [];
  return { errors, dispatcher: createLocalDispatcher({ clock, concurrency, onError: (_, error) => errors.push(error) }) };
});
