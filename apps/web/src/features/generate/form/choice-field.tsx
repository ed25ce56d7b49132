import { NativeSelect } from '@mantine/core'
import { FieldFrame, type FieldFrameProps, fieldId } from './field-frame.tsx'
import { useForm } from './form-context.tsx'

/** What the field of a choice takes. */
export interface ChoiceFieldProps extends Pick<FieldFrameProps, 'change'> {
  readonly field: 'modelKey' | 'vaeKey' | 'scheduler' | 'boardId' | 'presetId'
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** Which option stands for "nothing chosen". */
  readonly none?: string
}

/** A field for one of several. */
export function ChoiceField({ field, value, options, none, change }: ChoiceFieldProps) {
  const form = useForm()
  return (
    <FieldFrame field={field} {...(change && { change })}>
      <NativeSelect
        id={fieldId(field)}
        data={[...options]}
        value={value}
        error={form.faults.has(field)}
        {...(form.faults.has(field) && { 'aria-describedby': `${fieldId(field)}-fault` })}
        onChange={({ currentTarget }) => form.change({ [field]: currentTarget.value === none ? undefined : currentTarget.value })}
      />
    </FieldFrame>
  )
}
