import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../shared/i18n/index.ts'
import { ACTION_NAMES } from './action-names.ts'
import styles from './audit-page.module.css'
import { type AuditAction, type AuditFilter, tableAddress } from './queries.ts'

/** What the filter takes. */
export interface AuditFilterFieldsProps {
  readonly filter: AuditFilter
  readonly names: ReadonlyMap<string, string>
  onChange(filter: AuditFilter): void
}

// a table of keys, whose order is that of the log's actions
const ACTIONS = Object.keys(ACTION_NAMES) as AuditAction[]

/** Which part of the log is shown, and the same part as a table. */
export function AuditFilterFields({ filter, names, onChange }: AuditFilterFieldsProps) {
  const { t } = useTranslation('audit')
  const say = useText()
  return (
    <div className={styles.filter}>
      <NativeSelect
        label={t('action')}
        value={filter.action ?? ''}
        onChange={({ currentTarget }) =>
          onChange({ ...filter, action: (currentTarget.value || undefined) as AuditAction | undefined })
        }
      >
        <option value="">{t('anyAction')}</option>
        {ACTIONS.map((action) => (
          <option key={action} value={action}>
            {say(ACTION_NAMES[action])}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        label={t('person')}
        value={filter.actorId ?? ''}
        onChange={({ currentTarget }) => onChange({ ...filter, actorId: currentTarget.value || undefined })}
      >
        <option value="">{t('anybody')}</option>
        {[...names].map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </NativeSelect>
      <TextInput
        type="date"
        label={t('from')}
        value={filter.from}
        onChange={({ currentTarget }) => onChange({ ...filter, from: currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('to')}
        value={filter.to}
        onChange={({ currentTarget }) => onChange({ ...filter, to: currentTarget.value })}
      />
      <Button
        component="a"
        href={tableAddress(filter)}
        download="audit.csv"
        variant="default"
        className={styles.table}
        leftSection={<IconDownload size={18} stroke={1.5} aria-hidden />}
      >
        {t('download')}
      </Button>
    </div>
  )
}
