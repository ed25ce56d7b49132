import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tell } from '../../../shared/notices/index.ts'
import { useServer } from '../../../shared/server/index.ts'
import type { Account } from '../../../shared/studio.tsx'
import styles from '../forms/form.module.css'
import { FormFault } from '../forms/form-fault.tsx'
import pageStyles from '../forms/page.module.css'
import { readText, useSubmit } from '../forms/use-submit.ts'
import { enter } from '../session/entry.ts'

/** How one is called towards others. */
export function NameForm({ account }: { readonly account: Account }) {
  const { t } = useTranslation('people')
  const { client } = useServer()
  const queries = useQueryClient()
  const [name, setName] = useState(account.display_name ?? '')
  const submission = useSubmit(async (form) => {
    enter(queries, await client.updateOwnAccount({ body: { display_name: readText(form, 'name') } }))
    tell({ text: t('nameSaved') })
  })
  return (
    <form className={`${styles.form} ${pageStyles.form}`} onSubmit={submission.onSubmit}>
      <TextInput
        name="name"
        label={t('displayName')}
        autoComplete="name"
        maxLength={255}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FormFault {...submission} />
      <div>
        <Button type="submit" loading={submission.isBusy} disabled={name.trim() === (account.display_name ?? '')}>
          {t('saveName')}
        </Button>
      </div>
    </form>
  )
}
