import type sharp from 'sharp'

/** Sharp, loaded by the first picture: its library takes tens of megabytes that a server without pictures to read does not need. */
export async function loadSharp(): Promise<typeof sharp> {
  return (await import('sharp')).default
}
