import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { CloseOutScreen } from './accounts/close-out.tsx'
import { DisposalScreen } from './accounts/disposal.tsx'
import { RecordScreen } from './accounts/record.tsx'

const parts = ['record', 'disposal', 'close_out'] as const
type Part = (typeof parts)[number]

/** What came, where it is, and how it ended: the accountability record, returns and destruction, the close-out. */
export function AccountsScreen({ about }: { about?: string }) {
  const role = useStatus()?.member?.role
  if (role === undefined) return null
  switch (partOf(about)) {
    case 'record':
      return <RecordScreen role={role} switcher={<Switcher part="record" />} />
    case 'disposal':
      return <DisposalScreen role={role} switcher={<Switcher part="disposal" />} />
    case 'close_out':
      return <CloseOutScreen role={role} switcher={<Switcher part="close_out" />} />
  }
}

function partOf(about: string | undefined): Part {
  return parts.find((part) => part === about) ?? 'record'
}

function Switcher({ part }: { part: Part }) {
  const { t } = useTranslation('accounts')
  const navigate = useNavigate()
  return (
    <SegmentedControl
      aria-label={t('parts.label')}
      value={part}
      onChange={(about) => navigate({ screen: 'accounts', about })}
      data={parts.map((value) => ({ value, label: t(`parts.${value}`) }))}
      style={{ alignSelf: 'flex-start' }}
    />
  )
}
