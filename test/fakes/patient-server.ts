import { createServer, type RequestListener, type Server } from 'node:http';

/** An HTTP server that ends no idle connection by itself: whoever is kept from the processor for some seconds, and asks again on one that is just ended, loses the call. */
export const createPatientServer = (listener: RequestListener): Server => createServer({ keepAliveTimeout: 0 }, listener);
