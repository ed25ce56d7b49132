import { randomBytes, timingSafeEqual } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { AppError, type SetupRequest, type UserDto } from '@bottega/contracts'
import { hasAdministrator } from '../../data/repositories/users.ts'
import { createAccount, isSetupRequired } from '../accounts/accounts.ts'
import type { App } from '../app.ts'
import { recordAudit } from '../audit/audit.ts'
import type { SigningIn } from './sign-in.ts'

/** The code with which the first administrator can be made from another machine, while there is none. */
export interface SetupCode {
  readonly value: string | undefined
  /** Lets it be of no use any more. */
  clear(): Promise<void>
}

/**
 * Draws a setup code where the first administrator is missing, and writes it where only the owner of the root reads it.
 *
 * @throws FileError
 */
export async function drawSetupCode({
  db,
  files,
  root,
  settings,
}: Pick<App, 'db' | 'files' | 'root' | 'settings'>): Promise<SetupCode> {
  const clear = () => rm(root.setupCode, { force: true })
  if (!(await isSetupRequired({ db, settings }))) {
    await clear()
    return { value: undefined, clear }
  }
  let value: string | undefined = randomBytes(9).toString('base64url')
  await files.replace(root.setupCode, Buffer.from(`${value}\n`), 0o600)
  return {
    get value() {
      return value
    },
    async clear() {
      value = undefined
      await clear()
    },
  }
}

/** Clears the code once there is an administrator, who may have come by a command. */
export async function clearUselessSetupCode({
  db,
  setupCode,
}: Pick<App, 'db'> & { readonly setupCode: SetupCode }): Promise<void> {
  if (setupCode.value !== undefined && (await hasAdministrator(db))) await setupCode.clear()
}

/**
 * Makes the first administrator; of many calls at once one succeeds.
 *
 * @param isThisMachine  the caller sits at the server, and needs no code
 * @throws AppError `setup_already_done`, `setup_code_required`, `login_throttled`, `user_exists`, and the refusals of passwords
 */
export async function setUp(
  deps: Pick<SigningIn, 'db' | 'settings' | 'guard'> & { readonly setupCode: SetupCode },
  { email, display_name, password, setup_code }: SetupRequest,
  { address, isThisMachine }: { readonly address: string; readonly isThisMachine: boolean },
): Promise<UserDto> {
  if (await hasAdministrator(deps.db)) throw new AppError('setup_already_done')
  if (!isThisMachine) {
    const isRight = await deps.guard.attempt({ address }, async () =>
      isSame(setup_code ?? '', deps.setupCode.value ?? '') ? true : undefined,
    )
    if (isRight === undefined) throw new AppError('setup_code_required')
  }
  const doer = { userId: null, address }
  const user = await createAccount(deps, { email, display_name, password, is_admin: true }, doer, async (tx) => {
    if (await hasAdministrator(tx)) throw new AppError('setup_already_done')
    await recordAudit(tx, doer, { action: 'setup' })
  })
  await deps.setupCode.clear()
  return user
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return expected !== '' && a.length === b.length && timingSafeEqual(a, b)
}
