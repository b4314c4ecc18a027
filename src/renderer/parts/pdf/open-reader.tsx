import { Text } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** What reads PDF is large, and loaded when the first document is opened. */
const PdfReader = lazy(async () => ({ default: (await import('./pdf-reader.tsx')).PdfReader }))

/** The reader of a document, as soon as it is there. */
export function OpenReader({ bytes, actions }: { readonly bytes: Uint8Array; readonly actions: ReactNode }) {
  const { t } = useTranslation('pdf')
  return (
    <Suspense fallback={<Text p="md">{t('opening')}</Text>}>
      <PdfReader bytes={bytes} actions={actions} />
    </Suspense>
  )
}

/** The bytes of a document that is shown, overwritten when it is closed: what was on the screen before may be remembered. */
export function useDocumentBytes() {
  const [bytes, setBytes] = useState<Uint8Array>()
  useEffect(() => () => void bytes?.fill(0), [bytes])
  return [bytes, setBytes] as const
}
