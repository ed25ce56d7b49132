import { promises } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

type Acts = Pick<typeof promises, 'open' | 'rename'>

/** Has an act on the disk do something else in this process, such as fail. @returns ends it */
export function changeAct<Name extends keyof Acts>(name: Name, change: (act: Acts[Name]) => Acts[Name]): () => void {
  const acts: Acts = promises
  const act = acts[name]
  const set = (to: Acts[Name]) => {
    acts[name] = to
    syncBuiltinESMExports()
  }
  set(change(act))
  return () => set(act)
}
