// Form fields: a text, several lines, one of a few, yes or no. Each with its label, and below it a hint or what is wrong.
import type { ReactNode } from 'react'
import {
  Button,
  Checkbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
} from 'react-aria-components'
import { Icon } from '../icon.tsx'
import styles from './fields.module.css'

interface FieldProps {
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong; absent: nothing. */
  readonly wrong?: string | undefined
  readonly isDisabled?: boolean
}

interface TextProps extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  /** More than one: a text of several lines. */
  readonly lines?: number
  readonly autoFocus?: boolean
  readonly type?: 'text' | 'url' | 'date' | 'search' | 'number'
  readonly placeholder?: string
  readonly maxLength?: number
}

export function TextInput(props: TextProps): ReactNode {
  const { label, hint, wrong, isDisabled = false, value, onChange, lines = 1, type = 'text', ...more } = props
  return (
    <TextField
      className={styles.field!}
      value={value}
      onChange={onChange}
      isInvalid={wrong !== undefined}
      isDisabled={isDisabled}
      validationBehavior="aria"
      type={type}
    >
      <Label className={styles.label!}>{label}</Label>
      {lines > 1 ? (
        <TextArea className={styles.input!} rows={lines} {...more} />
      ) : (
        <Input className={styles.input!} {...more} />
      )}
      <Below hint={hint} wrong={wrong} />
    </TextField>
  )
}

interface ChoiceProps extends FieldProps {
  readonly value: string | null
  readonly options: readonly { readonly id: string; readonly name: string }[]
  readonly onChange: (id: string) => void
}

export function ChoiceInput({ label, hint, wrong, isDisabled = false, ...props }: ChoiceProps): ReactNode {
  const { value, options, onChange } = props
  return (
    <Select
      className={styles.field!}
      selectedKey={value}
      onSelectionChange={(key) => key !== null && onChange(String(key))}
      isInvalid={wrong !== undefined}
      isDisabled={isDisabled}
      validationBehavior="aria"
      placeholder="Choose"
    >
      <Label className={styles.label!}>{label}</Label>
      <Button className={styles.choose!}>
        <SelectValue />
        <Icon name="down" />
      </Button>
      <Below hint={hint} wrong={wrong} />
      <Popover className={styles.popover!} offset={4}>
        <ListBox className={styles.options!} items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.name} className={styles.option!}>
              {option.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}

interface CheckProps {
  readonly children: string
  readonly value: boolean
  readonly onChange: (value: boolean) => void
  readonly isDisabled?: boolean
}

export function CheckInput({ children, value, onChange, isDisabled = false }: CheckProps): ReactNode {
  return (
    <Checkbox className={styles.check!} isSelected={value} onChange={onChange} isDisabled={isDisabled}>
      <span className={styles.box} aria-hidden="true">
        <Icon name="check" />
      </span>
      {children}
    </Checkbox>
  )
}

function Below({ hint, wrong }: Pick<FieldProps, 'hint' | 'wrong'>): ReactNode {
  return (
    <>
      {hint && wrong === undefined && (
        <Text slot="description" className={styles.hint!}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.wrong!}>{wrong}</FieldError>
    </>
  )
}
