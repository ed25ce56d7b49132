import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { runAction } from '../../shared/actions/index.ts'
import { useText } from '../../shared/i18n/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import { type ImageDto, pickImages } from '../images/index.ts'
import { shownActions } from './actions.ts'
import styles from './details.module.css'

const { useAll, usePrompt, useSeed, useSize, useAsStart } = shownActions
const ACTIONS = [useAll, usePrompt, useSeed, useSize, useAsStart]

/** What of a picture the form can take over. */
export function TakeButtons({ image }: { readonly image: ImageDto }) {
  const say = useText()
  const studio = useStudio()
  const picked = useMemo(() => pickImages([image]), [image])
  return (
    <div className={styles.take}>
      {ACTIONS.map((action) => (
        <Button
          key={action.id}
          variant={action === useAll ? 'light' : 'default'}
          size="compact-sm"
          leftSection={<action.icon size={16} stroke={1.5} aria-hidden />}
          onClick={() => runAction(action, picked, studio)}
        >
          {say(action.label)}
        </Button>
      ))}
    </div>
  )
}
