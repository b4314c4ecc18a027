import { ActionIcon, Button, createTheme, type MantineColorsTuple } from '@mantine/core'

/** One accent. Shade 7 stands 5.2 : 1 against white, so it carries white text and stands on white. */
const teal: MantineColorsTuple = [
  '#e7f6f4',
  '#cfebe8',
  '#a2d8d3',
  '#70c3bd',
  '#47b0a9',
  '#2aa19a',
  '#128f88',
  '#0b7a75',
  '#08655f',
  '#044e4a',
]

/** Warning: only for what is unblinded and for time running out. */
const amber: MantineColorsTuple = [
  '#fff6e0',
  '#ffeac2',
  '#ffd78a',
  '#ffc250',
  '#f9ae22',
  '#eb9a06',
  '#c97f00',
  '#965d00',
  '#7a4b00',
  '#5c3900',
]

/** The least size of whatever is pressed with a glove on. */
const target = '2.75rem'

/** How Counterseal looks: calm, one accent, large targets, no motion that carries no meaning. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 7 },
  colors: { teal, amber },
  fontFamily: "'Vazirmatn Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Consolas, monospace",
  headings: { fontFamily: "'Vazirmatn Variable', system-ui, sans-serif", fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'md' },
      vars: (_theme, props) => (props.size === 'md' ? { root: { '--button-height': target } } : { root: {} }),
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: 'subtle' },
      vars: (_theme, props) => (props.size === undefined ? { root: { '--ai-size': target } } : { root: {} }),
    }),
    // Nearly everything that is asked is needed, and red is for what must not be used.
    // What explains a field stands under it, so that fields beside each other stand in line.
    InputWrapper: {
      defaultProps: { withAsterisk: false, inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    },
    RadioGroup: { defaultProps: { size: 'md', inputWrapperOrder: ['label', 'description', 'error', 'input'] } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    NumberInput: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md', allowDeselect: false } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md', autosize: true, minRows: 2, maxRows: 8 } },
    Checkbox: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    // A gloved finger presses the words as well.
    Switch: { defaultProps: { size: 'lg' }, styles: { body: { minHeight: '2.75rem', alignItems: 'center' } } },
    SegmentedControl: { defaultProps: { size: 'md' } },
    CloseButton: { defaultProps: { size: 'xl' } },
    // What is said in passing goes by itself.
    Notification: { defaultProps: { withCloseButton: false } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120, transition: 'fade' },
        closeOnClickOutside: false,
        styles: {
          content: { scrollPaddingBlockEnd: '5rem' },
          header: { paddingBlock: '0.5rem' },
          title: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 650 },
        },
      },
    },
    Menu: {
      defaultProps: { transitionProps: { duration: 100 } },
      styles: { item: { minHeight: '2.75rem', fontSize: 'var(--mantine-font-size-md)' } },
    },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 400, transitionProps: { duration: 100 } } },
  },
})
