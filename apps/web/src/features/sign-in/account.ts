import type { Client } from '@bottega/client'

/** Whoever is signed in. */
export type Account = Awaited<ReturnType<Client['getOwnAccount']>>
