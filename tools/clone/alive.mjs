// Tells whether a process lives.

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
