// Tells whether a process lives. The program has its own copy of this: what is here runs before anything can be built.

/**
 * Tells whether a process with this id runs on this machine.
 *
 * @param {number} pid
 * @returns {boolean}
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and belongs to somebody else
    return error.code === 'EPERM'
  }
}
