/** The bytes of an RGBA picture with each colour times its opacity, 0..1, so that what is transparent counts for nothing where pixels mix. */
export function weighByOpacity(rgba: Uint8Array): Float32Array {
  const weighed = new Float32Array(rgba.length)
  for (let at = 0; at < rgba.length; at += 4) {
    const opacity = rgba[at + 3] as number
    const share = opacity / 255
    weighed[at] = (rgba[at] as number) * share
    weighed[at + 1] = (rgba[at + 1] as number) * share
    weighed[at + 2] = (rgba[at + 2] as number) * share
    weighed[at + 3] = opacity
  }
  return weighed
}

/** Undoes {@link weighByOpacity} in place; what is wholly transparent becomes black. */
export function unweigh(weighed: Float32Array): void {
  for (let at = 0; at < weighed.length; at += 4) {
    const opacity = weighed[at + 3] as number
    const factor = opacity > 0 ? 255 / opacity : 0
    weighed[at] = (weighed[at] as number) * factor
    weighed[at + 1] = (weighed[at + 1] as number) * factor
    weighed[at + 2] = (weighed[at + 2] as number) * factor
  }
}
