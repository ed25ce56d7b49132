import { createTheme, defaultVariantColorsResolver, type VariantColorsResolver } from '@mantine/core'

const resolveVariant: VariantColorsResolver = (input) => {
  const isMain = input.color === undefined || input.color === input.theme.primaryColor
  if (input.variant !== 'filled' || !(isMain || input.color === 'red')) return defaultVariantColorsResolver(input)
  const name = isMain ? 'accent' : 'danger'
  return {
    background: isMain ? 'var(--accent)' : 'var(--danger-filled)',
    hover: isMain ? 'var(--accent-hover)' : 'var(--danger)',
    color: `var(--on-${name})`,
    border: '1px solid transparent',
  }
}

const controlSize = { defaultProps: { size: 'sm' } }
const inputVariables = () => ({
  wrapper: { '--input-height': 'var(--control)', '--input-bd': 'var(--edge)', '--input-bg': 'var(--raised)' },
})
const iconVariables = () => ({
  // one that cannot be pressed is pale; a ground would look as if it were pressed
  root: { '--ai-size': 'var(--control)', '--mantine-color-disabled': 'none', '--mantine-color-disabled-color': 'var(--edge)' },
})
const input = { ...controlSize, vars: inputVariables }
// a locked page would need styles that the policy forbids
const dialogProps = { lockScroll: false, transitionProps: { duration: 140 } }
const shade = { color: 'var(--shade)', backgroundOpacity: 1 }
const dialogStyles = {
  content: { background: 'var(--panel)', border: '1px solid var(--line)' },
  header: { background: 'var(--panel)' },
  title: { fontSize: 'var(--text-large)', fontWeight: 600, lineHeight: 1.3 },
}

/** Mantine's components as the page has them; their colours and sizes come from `tokens.css`. */
export const theme = createTheme({
  primaryColor: 'orange',
  variantColorResolver: resolveVariant,
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { ...controlSize, vars: () => ({ root: { '--button-height': 'var(--control)' } }) },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' }, vars: iconVariables },
    // the ring around a field that has the focus lies over nothing
    InputWrapper: { styles: { label: { marginBottom: 4 }, description: { marginBottom: 4 } } },
    TextInput: input,
    PasswordInput: input,
    NumberInput: input,
    NativeSelect: input,
    Textarea: { ...controlSize, vars: () => ({ wrapper: { '--input-bd': 'var(--edge)', '--input-bg': 'var(--raised)' } }) },
    Tooltip: { defaultProps: { openDelay: 350, events: { hover: true, focus: true, touch: false } } },
    Modal: { defaultProps: { ...dialogProps, overlayProps: shade }, styles: dialogStyles },
    ModalRoot: { defaultProps: dialogProps },
    ModalOverlay: { defaultProps: shade },
    Menu: {
      // what would take the focus first is no child that a menu may have
      defaultProps: { shadow: 'md', transitionProps: { duration: 120 }, withInitialFocusPlaceholder: false },
      styles: { dropdown: { background: 'var(--raised)', borderColor: 'var(--line)' }, item: { minHeight: 'var(--control)' } },
    },
  },
})
