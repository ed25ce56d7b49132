import type { OnnxModel, PictureAxis } from '../onnx/index.ts'
import type { Network, Runtime } from './runtime-port.ts'

/** Networks by name, each loaded when first asked for and kept until `close`. */
export interface NetworkCache {
  load(name: string, build: () => OnnxModel, options: { readonly keepsMemory: boolean }): Promise<Network>
  close(): Promise<void>
}

/** What a cache knows a network by that exists for each way of tiling. */
export function nameNetwork(name: string, seamlessAxes: readonly PictureAxis[]): string {
  return [name, ...[...seamlessAxes].sort()].join(' ')
}

/** An empty cache of networks on one device. */
export function createNetworkCache(runtime: Runtime): NetworkCache {
  const networks = new Map<string, Promise<Network>>()
  return {
    load(name, build, options) {
      const known = networks.get(name)
      if (known !== undefined) return known
      const loading = runtime.load(build(), options)
      networks.set(name, loading)
      // One that could not be loaded is tried again the next time.
      loading.catch(() => networks.delete(name))
      return loading
    },
    async close() {
      const loaded = await Promise.allSettled(networks.values())
      networks.clear()
      for (const result of loaded) if (result.status === 'fulfilled') await result.value.dispose()
    },
  }
}
