import { Button } from '@mantine/core'
import { IconLockOpen } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../../shared/formatting/index.ts'
import { attempt } from '../../../shared/notices/index.ts'
import { PagePart } from '../../../shared/ui/page.tsx'
import { Row, Rows } from '../../../shared/ui/rows.tsx'
import { useOpenAccounts, useOpeningChange } from '../queries.ts'

/** The accounts whose private work is open to an administrator now. */
export function OpenAccounts() {
  const { t } = useTranslation('people')
  const open = useOpenAccounts().data
  const close = useOpeningChange((client, id: string) => client.closeAccount({ params: { opening_id: id } }))
  if (open === undefined || open.items.length === 0) return null
  return (
    <PagePart title={t('openNow')}>
      <Rows label={t('openNow')}>
        {open.items.map((opening) => {
          const name = opening.user_display_name ?? opening.user_id
          return (
            <Row
              key={opening.id}
              icon={IconLockOpen}
              title={name}
              facts={[
                t('openTo', {
                  admin: opening.opened_by_name ?? opening.opened_by,
                  until: formatTime(parseTime(opening.until)),
                }),
                t('openBecause', { reason: opening.reason }),
              ]}
              act={
                <Button
                  variant="subtle"
                  color="gray"
                  disabled={close.isPending}
                  aria-label={t('closeAccountOf', { name })}
                  onClick={() => void attempt(() => close.mutateAsync(opening.id))}
                >
                  {t('closeAccount')}
                </Button>
              }
            />
          )
        })}
      </Rows>
    </PagePart>
  )
}
