import { SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChoosePassphrase } from '../../parts/passphrase-field.tsx'
import type { Founder } from './create-study.tsx'

type FounderFormProps = {
  readonly founder: Founder
  onChange(founder: Founder): void
  readonly problems: ReadonlyMap<string, string>
  readonly scold: boolean
  readonly studyCode: string
}

/** Asks for the first pharmacist: name, login and a passphrase of their own. */
export function FounderForm({ founder, onChange, problems, scold, studyCode }: FounderFormProps) {
  const { t } = useTranslation('study')
  const [left, setLeft] = useState<readonly string[]>([])
  const errorOf = (field: string) => {
    const problem = scold || left.includes(field) ? problems.get(field) : undefined
    return problem === undefined ? {} : { error: t(`problem.${problem}`) }
  }
  const leave = (field: string) => () => setLeft((before) => [...before, field])
  const { name, login, choice } = founder
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
      <Stack gap="md">
        <TextInput
          label={t('founder.name')}
          value={name}
          onChange={(event) => onChange({ ...founder, name: event.currentTarget.value })}
          onBlur={leave('name')}
          {...errorOf('name')}
          autoComplete="off"
          required
        />
        <TextInput
          label={t('founder.login')}
          description={t('founder.loginHint')}
          value={login}
          onChange={(event) => onChange({ ...founder, login: event.currentTarget.value })}
          onBlur={leave('login')}
          {...errorOf('login')}
          dir="ltr"
          autoComplete="off"
          required
        />
      </Stack>
      <ChoosePassphrase
        value={choice}
        onChange={(value) => onChange({ ...founder, choice: value })}
        words={[name, login, studyCode]}
        {...(scold ? errorOf('chosen') : {})}
      />
    </SimpleGrid>
  )
}
