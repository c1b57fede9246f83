import { sourceReaderContract } from '#test/contracts/source-reader-contract.ts';
import { createFakeReader } from '#test/fakes/fake-reader.ts';

sourceReaderContract('fake', () => ({ reader: createFakeReader({ good: 'text' }), good: 'good', text: 'text', missing: 'none' }));
