import { Link } from '@tanstack/react-router'
import { formatBytes } from '../../shared/formatting/index.ts'
import { useText } from '../../shared/i18n/index.ts'
import { ModelCover } from './model-cover.tsx'
import styles from './model-list.module.css'
import { nameBase, nameType } from './model-names.ts'
import type { AnyModel } from './queries.ts'

/** The list of the models; the one that is looked at is marked. */
export function ModelList({ models, chosen }: { readonly models: readonly AnyModel[]; readonly chosen: string | undefined }) {
  const say = useText()
  return (
    <ul className={styles.list}>
      {models.map((model) => (
        <li key={model.key}>
          <Link
            to="/models"
            search={{ model: model.key }}
            className={styles.row}
            {...(model.key === chosen && { 'data-current': true, 'aria-current': 'true' })}
          >
            <ModelCover model={model} size={40} />
            <span className={styles.text}>
              <span className={styles.name}>{model.name}</span>
              <span className={styles.kind}>
                {[say(nameType(model.type)), nameBase(model.base), formatBytes(model.file_size)].filter(Boolean).join(' · ')}
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
