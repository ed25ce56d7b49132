import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findDayEnd, formatToday } from '../../shared/formatting/index.ts'
import { attempt } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { CopyButton } from '../../shared/ui/copy-button.tsx'
import { Foot } from '../../shared/ui/foot.tsx'
import type { Board } from './board.ts'
import styles from './share-dialog.module.css'
import { createLink } from './sharing.ts'

/** What the form takes. */
export interface NewLinkProps {
  readonly board: Board
  onClose(): void
}

/** Makes a public link, and shows its address this once. */
export function NewLink({ board, onClose }: NewLinkProps) {
  const { t } = useTranslation('boards')
  const server = useServer()
  const [url, setUrl] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [day, password] = [String(form.get('day')), String(form.get('password')).trim()]
    setBusy(true)
    await attempt(async () => {
      const expires_at = day === '' ? null : findDayEnd(day)
      setUrl(await createLink(server, board, { expires_at, password: password === '' ? null : password }))
    })
    setBusy(false)
  }

  if (url !== undefined) {
    return (
      <div className={styles.new}>
        <TextInput
          readOnly
          label={t('linkAddress')}
          description={t('shownOnce')}
          value={url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Foot>
          <Button variant="default" onClick={onClose}>
            {t('done')}
          </Button>
          <CopyButton text={url} isMain />
        </Foot>
      </div>
    )
  }
  return (
    <form className={styles.new} onSubmit={(event) => void submit(event)} autoComplete="off">
      <TextInput name="day" type="date" label={t('lastDay')} description={t('lastDayHint')} min={formatToday()} />
      <TextInput
        name="password"
        label={t('linkPassword')}
        description={t('linkPasswordHint')}
        maxLength={1024}
        autoComplete="off"
      />
      <Foot>
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={isBusy}>
          {t('makeLink')}
        </Button>
      </Foot>
    </form>
  )
}
