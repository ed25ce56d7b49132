import { readFileSync } from 'node:fs'

/** Memory of a process in bytes. */
export interface ProcessMemory {
  /** Not backed by a file: what the process itself takes from the machine. */
  readonly privateBytes: number
  /** All that is in memory for it, mapped weights included, which the system may drop and read again. */
  readonly residentBytes: number
  /** The most that `residentBytes` has ever been. */
  readonly peakResidentBytes: number
}

/** Memory of a living process from /proc, undefined where there is none (other systems than Linux). */
export function readMemory(pid: number): ProcessMemory | undefined {
  const status = readProc(pid, 'status')
  if (status === undefined) return undefined
  const bytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024
  return { privateBytes: bytes('RssAnon'), residentBytes: bytes('VmRSS'), peakResidentBytes: bytes('VmHWM') }
}

/** Ticks of the fields of /proc/PID/stat in a second; the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

/** CPU seconds that a living process has used since its start, in steps of 0.01; undefined on other systems than Linux. */
export function readCpuSeconds(pid: number): number | undefined {
  // the name in parentheses, which may hold spaces, comes before everything else that is of interest
  const fields = readProc(pid, 'stat')?.split(') ').at(-1)?.split(' ')
  return fields && (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}
