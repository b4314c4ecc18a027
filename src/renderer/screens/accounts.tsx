import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { booksOf } from '../../core/books.ts'
import { useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { CloseOutScreen } from './accounts/close-out.tsx'
import { DisposalScreen } from './accounts/disposal.tsx'
import { LabelsScreen } from './accounts/labels.tsx'
import { RecordScreen } from './accounts/record.tsx'

const parts = ['record', 'disposal', 'labels', 'close_out'] as const
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
    case 'labels':
      return <LabelsScreen role={role} switcher={<Switcher part="labels" />} />
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
  const role = useStatus()?.member?.role
  // Who has no key for syringes has no labels either.
  const holdsClinic = role !== undefined && booksOf(role).includes('clinic')
  return (
    <SegmentedControl
      aria-label={t('parts.label')}
      value={part}
      onChange={(about) => navigate({ screen: 'accounts', about })}
      data={parts
        .filter((one) => one !== 'labels' || holdsClinic)
        .map((value) => ({ value, label: t(`parts.${value}`) }))}
      style={{ alignSelf: 'flex-start' }}
    />
  )
}
