import {
  IconArrowBack,
  IconAt,
  IconEye,
  IconFolder,
  IconKey,
  IconKeyOff,
  IconLink,
  IconPackage,
  IconPencil,
  IconShare,
  IconTransfer,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../../shared/server/index.ts'
import { PagePart } from '../../../shared/ui/page.tsx'
import { Row, Rows } from '../../../shared/ui/rows.tsx'
import { useAccessLog } from '../queries.ts'
import { describeOpening } from './describe-opening.ts'

const ICONS = {
  ...{ opening: IconEye, password_set: IconKey, reset_link: IconLink, export: IconPackage },
  ...{ hand_over: IconTransfer, hand_back: IconArrowBack, email_changed: IconAt, keys_deleted: IconKeyOff },
  ...{ changed: IconPencil, moved: IconFolder, deleted: IconTrash, private_view: IconEye, accounts_off: IconEye },
  ...{ received: IconTransfer, returned: IconArrowBack, pictures_packed: IconPackage, shown: IconShare },
}

/** What administrators did with the own work and account. */
export function AccessLog() {
  const { t } = useTranslation('people')
  const log = useAccessLog()
  return (
    <PagePart title={t('accessTitle')} hint={t('accessHint')}>
      {log.error && <p role="alert">{describeFailure(log.error)}</p>}
      {log.data?.length === 0 && <p>{t('accessNobody')}</p>}
      {log.data && log.data.length > 0 && (
        <Rows label={t('accessTitle')}>
          {log.data.map((opening) => (
            <Row key={opening.id} icon={ICONS[opening.kind]} title={describeOpening(opening, t)} facts={[]} />
          ))}
        </Rows>
      )}
    </PagePart>
  )
}
