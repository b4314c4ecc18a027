import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { arms, type StudySettings } from '../../core/registry/settings.ts'
import { digits } from '../moments.ts'
import { Volume } from '../parts/amount.tsx'
import { Facts } from '../parts/facts.tsx'
import { useLanguage } from '../parts/language.ts'
import { CertificateTestRow } from './certificate-test-row.tsx'
import { draftOf } from './draft.ts'
import { type Field, fields, inputsOf, type Part, parts } from './fields.ts'

/** Settings read back in words, with their units, part by part. */
export function SettingsFacts({ settings, only = parts }: { settings: StudySettings; only?: readonly Part[] }) {
  const { t } = useTranslation('study')
  const { texts } = draftOf(settings)
  return (
    <Stack gap="lg">
      {only.map((part) => (
        <section key={part}>
          <Title order={2} size="h4" mb={4}>
            {t(`part.${part}`)}
          </Title>
          <Facts
            facts={fields[part].map((field) => ({
              label: t(`field.${field.path.replaceAll('.', '_')}.label`),
              value: <FieldValue field={field} texts={texts} />,
            }))}
          />
          {part === 'arms' ? <CriteriaList settings={settings} /> : null}
          {part === 'stock' ? <TestList settings={settings} /> : null}
        </section>
      ))}
    </Stack>
  )
}

function FieldValue({ field, texts }: { field: Field; texts: Readonly<Record<string, string>> }): ReactNode {
  const { t } = useTranslation('study')
  const language = useLanguage()
  const text = texts[field.path] ?? ''
  if (field.kind === 'both') {
    const [en = '', fa = ''] = inputsOf(field).map((path) => texts[path] ?? '')
    const [first, second] = language === 'fa' ? [fa, en] : [en, fa]
    return (
      <>
        <Text fw={550}>
          <bdi>{first}</bdi>
        </Text>
        <Text size="sm" className="quiet">
          <bdi>{second}</bdi>
        </Text>
      </>
    )
  }
  if (field.kind === 'choice') return t(`field.${field.path.replaceAll('.', '_')}.${text}`)
  if (field.optional === true && text === '') return t('noLimit')
  if (field.unit === 'microlitres') return <Volume microlitres={Number(text)} />
  if (field.kind === 'count') return `${digits(Number(text), language)} ${t(`unit.${field.unit ?? 'vials'}`)}`
  return <bdi dir={field.ltr === true ? 'ltr' : 'auto'}>{text}</bdi>
}

function CriteriaList({ settings }: { settings: StudySettings }) {
  const { t } = useTranslation('study')
  const language = useLanguage()
  return (
    <>
      <Title order={3} size="h5" mt="md" mb={4}>
        {t('criteria.title')}
      </Title>
      <Facts
        facts={settings.criteria.map(({ kind, text }, index) => ({
          label: `${digits(index + 1, language)} · ${t(`criteria.${kind}`)}`,
          value: <bdi>{text[language]}</bdi>,
        }))}
      />
    </>
  )
}

function TestList({ settings }: { settings: StudySettings }) {
  const { t } = useTranslation('certificate')
  const language = useLanguage()
  return (
    <>
      <Title order={3} size="h5" mt="md" mb={4}>
        {t('tests.title')}
      </Title>
      {arms.map((arm) => (
        <Stack key={arm} gap={6} mb="sm">
          <Text fw={600}>{settings.arms[arm].product[language]}</Text>
          {settings.certificates[arm].length === 0 ? <Text>{t('tests.empty')}</Text> : null}
          {settings.certificates[arm].map((test) => (
            <CertificateTestRow key={test.id} test={test} />
          ))}
        </Stack>
      ))}
    </>
  )
}
