import { Button, Checkbox, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readDecimal } from '../../core/decimal.ts'
import { CertificateTest, type CertificateWord, unitOf, wordPairs } from '../../core/registry/certificate-tests.ts'
import classes from './certificates-form.module.css'

const kinds = ['number', 'particles', 'protein', 'word'] as const
type Kind = (typeof kinds)[number]
const words: readonly CertificateWord[] = wordPairs.flat()

type EditorProps = {
  /** The test that is changed, or the id of a new one. */
  readonly edited: { readonly id: string; readonly test: CertificateTest | undefined } | undefined
  onKeep(test: CertificateTest): void
  onClose(): void
}

/** Changes one test of a certificate; nothing is recorded before the settings are signed. */
export function CertificateTestEditor({ edited, ...props }: EditorProps) {
  const { t } = useTranslation(['certificate', 'common'])
  return (
    <Modal opened={edited !== undefined} onClose={props.onClose} title={t('tests.edit_title')} size="xl">
      {edited === undefined ? null : <Editor key={edited.id} edited={edited} {...props} />}
    </Modal>
  )
}

type Typed = Readonly<
  Record<'en' | 'fa' | 'unit' | 'lower' | 'upper' | 'method' | 'source', string> & {
    kind: Kind
    expected: CertificateWord
    mandatory: boolean
  }
>

function typedOf(test: CertificateTest | undefined): Typed {
  const limits: { lower?: string | undefined; upper?: string | undefined } =
    test === undefined || test.kind === 'word' ? {} : test
  return {
    en: test?.name.en ?? '',
    fa: test?.name.fa ?? '',
    kind: test?.kind ?? 'number',
    unit: test === undefined ? '' : unitOf(test),
    lower: limits.lower ?? '',
    upper: limits.upper ?? '',
    expected: test?.kind === 'word' ? test.expected : 'negative',
    method: test?.method ?? '',
    source: test?.source ?? '',
    mandatory: test?.mandatory ?? true,
  }
}

/** A limit as it is recorded; an empty one is none, and what cannot be read fails the schema as it was typed. */
function limitOf(name: 'lower' | 'upper', typed: string): object {
  const [, sign = '', number = ''] = /^\s*([<>]?)(.*)$/.exec(typed) ?? []
  if (typed.trim() === '') return {}
  const read = readDecimal(number)
  return { [name]: read === undefined ? typed : `${sign}${read}` }
}

function testOf(id: string, typed: Typed): object {
  const { en, fa, kind, unit, lower, upper, expected, method, source, mandatory } = typed
  const shared = { id, name: { en, fa }, method, source, mandatory, kind }
  if (kind === 'word') return { ...shared, expected }
  const limits = { ...limitOf('lower', lower), ...limitOf('upper', upper) }
  return kind === 'number' ? { ...shared, unit, ...limits } : { ...shared, ...limits }
}

function Editor({ edited, onKeep, onClose }: EditorProps & { edited: NonNullable<EditorProps['edited']> }) {
  const { t } = useTranslation(['certificate', 'study', 'common'])
  const [typed, setTyped] = useState(() => typedOf(edited.test))
  const [scold, setScold] = useState(false)
  const read = CertificateTest.safeParse(testOf(edited.id, typed))
  const wrong = new Set(scold && !read.success ? read.error.issues.map((issue) => issue.path.join('.')) : [])
  const set = (to: Partial<Typed>) => setTyped((before) => ({ ...before, ...to }))
  const text = (name: 'en' | 'fa' | 'unit' | 'lower' | 'upper' | 'method' | 'source', path: string, error: string) => ({
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
    autoComplete: 'off',
    ...(wrong.has(path) ? { error } : {}),
  })
  const keep = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setScold(true)
    if (read.success) onKeep(read.data)
  }
  const empty = t('study:problem.empty')
  const name = t('tests.name')
  return (
    <form noValidate onSubmit={keep}>
      <Stack gap="sm">
        <div className={classes.pair}>
          <TextInput
            label={t('study:inEnglish', { label: name })}
            dir="ltr"
            {...text('en', 'name.en', empty)}
            data-autofocus
          />
          <TextInput label={t('study:inPersian', { label: name })} dir="rtl" {...text('fa', 'name.fa', empty)} />
          <NativeSelect
            label={t('tests.kind')}
            description={t('tests.kind_hint')}
            value={typed.kind}
            data={kinds.map((kind) => ({ value: kind, label: t(`tests.kinds.${kind}`) }))}
            onChange={(event) => set({ kind: kinds.find((kind) => kind === event.currentTarget.value) ?? 'number' })}
          />
          {typed.kind === 'word' ? (
            <NativeSelect
              label={t('tests.expected')}
              value={typed.expected}
              data={words.map((word) => ({ value: word, label: t(`word.${word}`) }))}
              onChange={(event) =>
                set({ expected: words.find((word) => word === event.currentTarget.value) ?? 'negative' })
              }
            />
          ) : typed.kind === 'number' ? (
            <TextInput label={t('tests.unit')} dir="ltr" {...text('unit', 'unit', empty)} />
          ) : (
            <span />
          )}
          {typed.kind === 'word' ? null : (
            <>
              <TextInput
                label={t('tests.lower')}
                description={t('tests.lower_hint')}
                dir="ltr"
                {...text('lower', 'lower', t('tests.limit_unreadable'))}
              />
              <TextInput
                label={t('tests.upper')}
                description={t('tests.upper_hint')}
                dir="ltr"
                {...text('upper', 'upper', t('tests.limit_unreadable'))}
              />
            </>
          )}
          <TextInput label={t('tests.method')} {...text('method', 'method', empty)} maxLength={120} />
          <TextInput
            label={t('tests.source')}
            description={t('tests.source_hint')}
            {...text('source', 'source', empty)}
            maxLength={200}
          />
        </div>
        <Checkbox
          label={t('tests.mandatory')}
          checked={typed.mandatory}
          onChange={(event) => set({ mandatory: event.currentTarget.checked })}
        />
        <Group justify="space-between">
          <Button variant="default" onClick={onClose}>
            {t('common:back')}
          </Button>
          <Button type="submit">{t('tests.keep')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
