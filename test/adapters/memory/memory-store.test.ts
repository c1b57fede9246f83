import { createMemoryDeliveries, createMemoryPostedMessages } from '#adapters/memory/memory-deliveries.ts';
import { createMemoryExperience } from '#adapters/memory/memory-experience.ts';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { deliveriesContract, postedMessagesContract } from '#test/contracts/deliveries-contract.ts';
import { experienceContract } from '#test/contracts/experience-contract.ts';
import { runLogContract } from '#test/contracts/run-log-contract.ts';
import { storeContract } from '#test/contracts/store-contract.ts';

runLogContract('memory', () => createMemoryStore().runLog);
storeContract('memory', createMemoryStore);
deliveriesContract('memory', () => createMemoryDeliveries());
postedMessagesContract('memory', createMemoryPostedMessages);
experienceContract('memory', createMemoryExperience);
