/** Where the small picture of an image is, below the server's path. */
export function thumbnailOf(name: string): string {
  return `api/v1/images/i/${encodeURIComponent(name)}/thumbnail`
}

/** Where the file of an image is, below the server's path. */
export function fileOf(name: string): string {
  return `api/v1/images/i/${encodeURIComponent(name)}/full`
}
