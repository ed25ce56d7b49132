import { type TextKey, useText } from '../../../shared/i18n/index.ts'
import styles from './choice-list.module.css'

/** Something that can be chosen, and what follows from it. */
export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: TextKey
  readonly effect: TextKey
}

/** What the list takes. */
export interface ChoiceListProps<Value extends string> {
  readonly label: string
  /** Its name in the form. */
  readonly name: string
  readonly choices: readonly Choice<Value>[]
  readonly value: Value
  onChange(value: NoInfer<Value>): void
}

/** One of a few choices, each with a sentence on what follows from it. */
export function ChoiceList<Value extends string>({
  label: title,
  name,
  choices,
  value: chosen,
  onChange,
}: ChoiceListProps<Value>) {
  const say = useText()
  return (
    <fieldset className={styles.choices}>
      <legend>{title}</legend>
      {choices.map(({ value, label, effect }) => (
        <label key={value} className={styles.choice}>
          <input type="radio" name={name} checked={value === chosen} onChange={() => onChange(value)} />
          <span>
            {say(label)}
            <span className={styles.effect}>{say(effect)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
