import { ApiError, type Client } from '@bottega/client'

/** Whoever is signed in. */
export type Account = Awaited<ReturnType<Client['getOwnAccount']>>

/** The account that the page is signed in to; undefined for none. */
export async function findAccount(client: Client): Promise<Account | undefined> {
  return client.getOwnAccount().catch((error) => {
    if (error instanceof ApiError && error.status === 401) return undefined
    throw error
  })
}

/** Whether the page's session still counts. */
export async function isSignedIn(client: Client): Promise<boolean> {
  return (await findAccount(client)) !== undefined
}
