/** Red, green, blue and opacity, 0..255. */
export type Rgba = readonly [number, number, number, number]

/** How far a pixel of an RGBA picture is from a colour, opacity counted like a colour. */
export function distanceFrom([red, green, blue, opacity]: Rgba, data: Uint8Array, pixel: number): number {
  const at = pixel * 4
  const [r, g] = [(data[at] as number) - red, (data[at + 1] as number) - green]
  const [b, a] = [(data[at + 2] as number) - blue, (data[at + 3] as number) - opacity]
  return Math.sqrt(r * r + g * g + b * b + a * a)
}
