import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Scan, ScanField, ScanSlots } from '../prepare-scan.tsx'

type PickerProps = {
  readonly scans: readonly Scan[]
  onScans(scans: readonly Scan[]): void
  /** How many are wanted, where that is known. */
  readonly needed?: number
  /** False while the scan belongs to another list. */
  readonly active?: boolean
}

/** Vials, chosen by scanning or typing one code after the other. */
export function VialPicker({ scans, onScans, needed = scans.length, active = true }: PickerProps) {
  const { t } = useTranslation('shelf')
  return (
    <Stack gap="sm">
      <ScanField
        label={t('picker.scan')}
        wants="vial"
        active={active}
        onCode={(scan) => {
          if (scans.some(({ code }) => code === scan.code)) return t('picker.twice')
          onScans([...scans, scan])
          return undefined
        }}
      />
      <ScanSlots
        needed={needed}
        scans={scans}
        onRemove={(code) => onScans(scans.filter((scan) => scan.code !== code))}
      />
    </Stack>
  )
}
