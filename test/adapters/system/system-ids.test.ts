import { systemIds } from '#adapters/system/system-ids.ts';
import { idsContract } from '#test/contracts/ids-contract.ts';
import { createFakeIds } from '#test/fakes/fake-ids.ts';

idsContract('system', () => systemIds);
idsContract('fake', () => createFakeIds());
