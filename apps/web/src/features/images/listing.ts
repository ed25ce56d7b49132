import type { CallRequest } from '@bottega/client'
import { create } from 'zustand'

/** Which images a list has and in which order, without which part of it. */
export type ImageListQuery = Omit<NonNullable<CallRequest<'listImages'>['query']>, 'offset' | 'limit' | 'after' | 'starred_first'>

/** The generated images, newest first. */
const ALL_IMAGES: ImageListQuery = { categories: ['general'], is_intermediate: false, order_dir: 'DESC' }

/** What the gallery lists now: the viewer goes on in the same order. The gallery sets it. */
export const useListing = create<{ readonly query: ImageListQuery }>(() => ({ query: ALL_IMAGES }))

/** Says what the gallery lists now. */
export function setListing(query: ImageListQuery): void {
  useListing.setState({ query })
}
