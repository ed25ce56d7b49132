import { useTranslation } from 'react-i18next'
import changelog from '../../../../../CHANGELOG.md?raw'
import notice from '../../../../../NOTICE?raw'
import { version } from '../../../package.json'
import { currentLanguage } from '../../shared/i18n/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { PagePart } from '../../shared/ui/page.tsx'
import styles from './about.module.css'
import { type Change, parseChangelog } from './changelog.ts'

const releases = parseChangelog(changelog)

/** How many changes of a kind are shown before the older ones are asked for. */
const NEWEST = 10

/** What this is: its version, what is new in it, and whose work it stands on. */
export function About() {
  const { t } = useTranslation('settings')
  const { baseUrl } = useServer()
  return (
    <PagePart title={t('about')} hint={t('version', { version })}>
      <p>
        <a href={`${baseUrl}docs`} target="_blank" rel="noreferrer">
          {t('interface')}
        </a>
      </p>
      <details open className={styles.fold}>
        <summary>{t('whatsNew')}</summary>
        {currentLanguage() !== 'en' && <p className={styles.hint}>{t('inEnglish')}</p>}
        <div lang="en" className={styles.text}>
          {releases.map(({ name, parts }) => (
            <article key={name}>
              <h3>{name}</h3>
              {parts.map(({ name: part, changes }) => (
                <div key={part}>
                  <h4>{part}</h4>
                  <Changes changes={changes.slice(0, NEWEST)} />
                  {changes.length > NEWEST && (
                    <details className={styles.fold}>
                      <summary lang={currentLanguage()}>{t('older', { count: changes.length - NEWEST })}</summary>
                      <Changes changes={changes.slice(NEWEST)} />
                    </details>
                  )}
                </div>
              ))}
            </article>
          ))}
        </div>
      </details>
      <details className={styles.fold}>
        <summary>{t('licences')}</summary>
        <pre lang="en" className={styles.notice}>
          {notice}
        </pre>
      </details>
    </PagePart>
  )
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.map(({ text }) => text).join('')}>
          <Sentence change={change} />
        </li>
      ))}
    </ul>
  )
}

function Sentence({ change }: { readonly change: Change }) {
  return change.map(({ text, isCode }, at) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a sentence never changes
    return isCode ? <code key={at}>{text}</code> : <span key={at}>{text}</span>
  })
}
