/*
 * The interface for programs in TypeScript, in browsers and in Node: `createClient` has a call for each operation, `connectEvents`
 * hears what a server tells. Types come from the declarations of the contract; no schema is loaded.
 */
export { ApiError } from './api-error.ts'
export type { AnswerOf, CallOptions, CallRequest, Client, OperationName } from './calls.ts'
export { type ClientOptions, createClient } from './client.ts'
export { type ConnectionState, connectEvents, type EventConnection, type EventOptions } from './events.ts'
