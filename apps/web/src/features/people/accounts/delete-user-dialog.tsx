import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tell } from '../../../shared/notices/index.ts'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import { Foot } from '../../../shared/ui/foot.tsx'
import { type Choice, ChoiceList } from '../forms/choice-list.tsx'
import styles from '../forms/form.module.css'
import { FormFault } from '../forms/form-fault.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { nameApart, nameOf, useUserChange, useUsers } from '../queries.ts'
import type { UserDialogProps } from './actions.ts'
import { WhoseTitle } from './whose-title.tsx'

type Fate = 'archive' | 'transfer' | 'erase'

const FATES: readonly Choice<Fate>[] = [
  { value: 'archive', label: 'people:fateArchive', effect: 'people:fateArchiveHint' },
  { value: 'transfer', label: 'people:fateTransfer', effect: 'people:fateTransferHint' },
  { value: 'erase', label: 'people:fateErase', effect: 'people:fateEraseHint' },
]

const foldEmail = (email: string) => email.trim().toLowerCase()

/** Asks before an account is deleted for good, by typing its address, and what happens to what it has made. */
export function DeleteUserDialog({ user, onClose }: UserDialogProps) {
  const { t } = useTranslation('people')
  const [typed, setTyped] = useState('')
  const [content, setContent] = useState<Fate>('archive')
  const [receiver, setReceiver] = useState('')
  const users = useUsers().data ?? []
  const others = users.filter(({ user_id }) => user_id !== user.user_id)
  const use = users.find(({ user_id }) => user_id === user.user_id)
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
  const isOpen = foldEmail(typed) !== foldEmail(user.email) || (content === 'transfer' && receiver === '')
  return (
    <Dialog onClose={onClose} title={<WhoseTitle title={t('deleteTitle', { name })} user={user} />}>
      <form className={styles.form} onSubmit={submission.onSubmit}>
        <p>
          {t('deleteHint')}{' '}
          {use &&
            t('deleteMade', {
              pictures: t('picturesMade', { count: use.image_count }),
              boards: t('boardsMade', { count: use.board_count }),
            })}
        </p>
        <ChoiceList label={t('fate')} name="fate" choices={FATES} value={content} onChange={setContent} />
        {content === 'transfer' && (
          <NativeSelect
            label={t('receiver')}
            data={[
              { value: '', label: t('chooseReceiver') },
              ...others.map((other) => ({ value: other.user_id, label: nameApart(other, others) })),
            ]}
            value={receiver}
            onChange={({ currentTarget }) => setReceiver(currentTarget.value)}
          />
        )}
        <TextInput
          label={t('typeAddress', { email: user.email })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <FormFault {...submission} />
        <Foot>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" color="red" loading={submission.isBusy} disabled={isOpen}>
            {t('deleteForGood')}
          </Button>
        </Foot>
      </form>
    </Dialog>
  )
}
