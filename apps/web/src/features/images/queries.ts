import type { Client } from '@bottega/client'
import { type QueryClient, useQuery } from '@tanstack/react-query'
import { imageKey } from '../../shared/query-keys.ts'
import { useServer } from '../../shared/server/index.ts'
import type { ImageDto } from './image.ts'

/** How the metadata of an image is read. */
export function metadataQuery(client: Client, image_name: string) {
  return {
    queryKey: [...imageKey(image_name), 'metadata'],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => client.getImageMetadata({ params: { image_name } }, { signal }),
    // it never changes
    staleTime: Number.POSITIVE_INFINITY,
  }
}

/** An image. */
export function useImage(image_name: string) {
  const { client } = useServer()
  return useQuery({
    queryKey: imageKey(image_name),
    queryFn: ({ signal }) => client.getImage({ params: { image_name } }, { signal }),
  })
}

/** How an image was made, as its file says: untrusted. */
export function useImageMetadata(image_name: string) {
  return useQuery(metadataQuery(useServer().client, image_name))
}

/** The workflow and the graph that an image's file holds, as JSON texts. */
export function useImageWorkflow(image_name: string, isWanted: boolean) {
  const { client } = useServer()
  return useQuery({
    queryKey: [...imageKey(image_name), 'workflow'],
    queryFn: ({ signal }) => client.getImageWorkflow({ params: { image_name } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isWanted,
  })
}

/** Keeps images that a list has brought, so that opening one asks nothing. */
export function rememberImages(queries: QueryClient, images: readonly ImageDto[]): void {
  for (const image of images) queries.setQueryData(imageKey(image.image_name), image)
}
