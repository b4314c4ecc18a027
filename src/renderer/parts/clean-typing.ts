import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { cleaned } from '../../core/text.ts'
import { setNatively } from './native-value.ts'

/** Takes what nobody can see out of whatever is typed or pasted, before any form hears of it, and says so. Never of a secret. */
export function useCleanTyping(): void {
  const { t } = useTranslation('scan')
  useEffect(() => {
    const listen = ({ target }: Event) => {
      const isText =
        target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text')
      if (!isText || target.closest('[data-scan=never]') !== null) return
      const { text, removed } = cleaned(target.value)
      if (removed === 0) return
      const caret = cleaned(target.value.slice(0, target.selectionStart ?? target.value.length)).text.length
      setNatively(target, text)
      target.setSelectionRange(caret, caret)
      notifications.show({ id: 'cleaned', color: 'gray', message: t('typed_cleaned', { count: removed }) })
    }
    window.addEventListener('input', listen, true)
    return () => window.removeEventListener('input', listen, true)
  }, [t])
}
