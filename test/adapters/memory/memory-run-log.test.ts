import { createMemoryRunLog } from '#adapters/memory/memory-run-log.ts';
import { runLogContract } from '#test/contracts/run-log-contract.ts';

runLogContract('memory', createMemoryRunLog);
