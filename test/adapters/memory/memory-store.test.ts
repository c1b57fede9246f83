import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { runLogContract } from '#test/contracts/run-log-contract.ts';
import { storeContract } from '#test/contracts/store-contract.ts';

runLogContract('memory', () => createMemoryStore().runLog);
storeContract('memory', createMemoryStore);
