import type { PublicBoard } from '@bottega/contracts'

/** A picture of the board. */
export type PublicPicture = PublicBoard['items'][number]

/** What the server says no with, and how long one has to wait before the next attempt. */
export class LinkRefusal extends Error {
  readonly status: number
  readonly waitSeconds: number

  constructor(answer: Response) {
    super(`the server answered ${answer.status}`)
    this.status = answer.status
    this.waitSeconds = Number(answer.headers.get('Retry-After') ?? 0)
  }
}

const PAGE_SIZE = 60
/** What stands last in the address of the page. */
const token = location.pathname.replace(/\/$/, '').split('/').at(-1) ?? ''
/** In the memory of the page alone. */
let password: string | undefined

/** Whether pictures are shown to who sends the password only. */
export const isLocked = () => password !== undefined

/** Sends this password from now on. */
export function usePassword(text: string): void {
  password = text
}

/** A part of the board. @throws LinkRefusal, TypeError when the server cannot be reached */
export async function readBoard(offset: number): Promise<PublicBoard> {
  const answer = await ask(`api/v1/public/${token}?offset=${offset}&limit=${PAGE_SIZE}`)
  return answer.json()
}

/** The file of a picture. @throws LinkRefusal, TypeError when the server cannot be reached */
export async function readFile(url: string): Promise<Blob> {
  return (await ask(url)).blob()
}

async function ask(path: string): Promise<Response> {
  const answer = await fetch(new URL(path, document.baseURI), {
    // whoever is signed in here is nobody here
    credentials: 'omit',
    // a header has a letter for each byte
    headers: password === undefined ? {} : { 'X-Link-Password': String.fromCharCode(...new TextEncoder().encode(password)) },
  })
  if (answer.ok) return answer
  // what nobody reads keeps its connection
  await answer.body?.cancel()
  throw new LinkRefusal(answer)
}
