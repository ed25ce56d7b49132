import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import styles from './admin-places.module.css'

/** The way between the places of administrators. */
export function AdminPlaces() {
  const { t } = useTranslation('people')
  const places = [
    { to: '/users', name: t('usersTitle') },
    { to: '/hand-over', name: t('handOverPlace') },
    { to: '/audit', name: t('auditPlace') },
  ] as const
  return (
    <nav className={styles.places} aria-label={t('adminPlaces')}>
      {places.map(({ to, name }) => (
        <Link key={to} to={to} className={styles.place} activeProps={{ 'aria-current': 'page' }}>
          {name}
        </Link>
      ))}
    </nav>
  )
}
