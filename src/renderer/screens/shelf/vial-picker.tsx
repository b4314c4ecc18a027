import { Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Scan, ScanField, ScanSlots } from '../prepare-scan.tsx'

/** Vials, chosen by scanning or typing one code after the other. */
export function VialPicker({ codes, onCodes }: { codes: readonly string[]; onCodes(codes: readonly string[]): void }) {
  const { t } = useTranslation('shelf')
  const [scans, setScans] = useState<readonly Scan[]>([])
  const set = (next: readonly Scan[]) => {
    setScans(next)
    onCodes(next.map(({ code }) => code))
  }
  return (
    <Stack gap="sm">
      <ScanField
        label={t('picker.scan')}
        onCode={(scan) => {
          if (codes.includes(scan.code)) return t('picker.twice')
          set([...scans, scan])
          return undefined
        }}
      />
      <ScanSlots
        needed={codes.length}
        scans={scans}
        onRemove={(code) => set(scans.filter((scan) => scan.code !== code))}
      />
    </Stack>
  )
}
