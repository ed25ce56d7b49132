import { Kbd } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ActionScope, describeHotkey, listDeclaredActions, type UserAction } from '../shared/actions/index.ts'
import { type TextKey, useText } from '../shared/i18n/index.ts'
import { useAccount } from '../shared/studio.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { closeHelp } from './help-actions.ts'
import styles from './hotkey-sheet.module.css'
import { listRooms, type Place } from './places.ts'

/** The parts of the page in the order of the sheet. */
const SCOPES: Readonly<Record<ActionScope, TextKey>> = {
  everywhere: 'app:scopeEverywhere',
  generate: 'app:scopeGenerate',
  viewer: 'app:scopeViewer',
  gallery: 'app:scopeGallery',
  queue: 'app:scopeQueue',
}

// features declare their actions there; those of parts that were not open yet are loaded for the sheet
const declarations = import.meta.glob('../features/**/*actions.ts')

/** Every hotkey, by the part of the page in which it counts. */
export function HotkeySheet() {
  const { t } = useTranslation('app')
  const say = useText()
  const { data: actions } = useSuspenseQuery({ queryKey: ['declared-actions'], queryFn: loadActions, staleTime: 0 })
  const isAccountAdmin = useAccount()?.is_admin === true
  const groups = Object.entries(SCOPES)
    .map(([scope, title]) => ({
      title,
      actions: actions.filter((action) => action.scope === scope && isOpen(action, isAccountAdmin)),
    }))
    .filter((group) => group.actions.length > 0)
  return (
    <Dialog onClose={closeHelp} title={t('showHotkeys')} size="xl">
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{say(group.title)}</h3>
            <dl className={styles.keys}>
              {group.actions.map(({ id, label, hotkey = '' }) => (
                <div key={id}>
                  <dt>{say(label)}</dt>
                  <dd>
                    {describeHotkey(hotkey).map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

/** Whether an action leads to no place that is there for others alone. */
function isOpen({ id }: UserAction<never>, isAccountAdmin: boolean): boolean {
  const leadsTo = (places: readonly Place[]) => places.some(({ open }) => open.id === id)
  return leadsTo(listRooms(isAccountAdmin)) || !leadsTo(listRooms(true))
}

async function loadActions() {
  await Promise.all(Object.values(declarations).map((load) => load()))
  const feature = ({ id }: { readonly id: string }) => id.split('.')[0] ?? ''
  return listDeclaredActions()
    .filter(({ hotkey }) => hotkey !== undefined)
    .sort((one, other) => feature(one).localeCompare(feature(other)))
}
