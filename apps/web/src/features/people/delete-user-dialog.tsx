import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type TextKey, useText } from '../../shared/i18n/index.ts'
import { tell } from '../../shared/notices/index.ts'
import { Dialog } from '../../shared/ui/dialog.tsx'
import type { UserDialogProps } from './actions.ts'
import styles from './form.module.css'
import { FormFault } from './form-fault.tsx'
import { nameOf, useUserChange, useUsers } from './queries.ts'
import { useSubmit } from './use-submit.ts'

type Fate = 'archive' | 'transfer' | 'erase'

const FATES: Readonly<Record<Fate, { readonly label: TextKey; readonly hint: TextKey }>> = {
  archive: { label: 'people:fateArchive', hint: 'people:fateArchiveHint' },
  transfer: { label: 'people:fateTransfer', hint: 'people:fateTransferHint' },
  erase: { label: 'people:fateErase', hint: 'people:fateEraseHint' },
}

/** Asks before an account is deleted for good, by typing its name, and what happens to what it has made. */
export function DeleteUserDialog({ user, onClose }: UserDialogProps) {
  const { t } = useTranslation('people')
  const say = useText()
  const [typed, setTyped] = useState('')
  const [content, setContent] = useState<Fate>('archive')
  const [receiver, setReceiver] = useState('')
  const others = useUsers().data?.filter(({ user_id }) => user_id !== user.user_id) ?? []
  const name = nameOf(user)
  const change = useUserChange((client, user_id: string) =>
    client.deleteUser({
      params: { user_id },
      query: { content, ...(content === 'transfer' && { to_user_id: receiver }) },
    }),
  )
  const submission = useSubmit(async () => {
    await change.mutateAsync(user.user_id)
    tell({ text: t('userDeleted', { name }) })
    onClose()
  })
  const isOpen = typed.trim() !== name.trim() || (content === 'transfer' && receiver === '')
  return (
    <Dialog onClose={onClose} title={t('deleteTitle', { name })}>
      <form className={styles.form} onSubmit={submission.onSubmit}>
        <p>{t('deleteHint')}</p>
        <NativeSelect
          label={t('fate')}
          description={say(FATES[content].hint)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={Object.entries(FATES).map(([value, { label }]) => ({ value, label: say(label) }))}
          value={content}
          // the options are the fates
          onChange={({ currentTarget }) => setContent(currentTarget.value as Fate)}
        />
        {content === 'transfer' && (
          <NativeSelect
            label={t('receiver')}
            data={[
              { value: '', label: t('chooseReceiver') },
              ...others.map((other) => ({ value: other.user_id, label: nameOf(other) })),
            ]}
            value={receiver}
            onChange={({ currentTarget }) => setReceiver(currentTarget.value)}
          />
        )}
        <TextInput
          label={t('typeName', { name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <FormFault {...submission} />
        <div className={styles.acts}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" color="red" loading={submission.isBusy} disabled={isOpen}>
            {t('deleteForGood')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
