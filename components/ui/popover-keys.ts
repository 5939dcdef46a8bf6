const opener = (popover: Element) => document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(popover.id)}"]`)

function popoverAt(target: Element) {
  const inside = target.closest<HTMLElement>('[popover]')
  const id = target.closest('[popovertarget]')?.getAttribute('popovertarget')
  return inside ?? (id ? document.getElementById(id) : null)
}

const itemsOf = (popover: Element) =>
  [...popover.querySelectorAll<HTMLElement>('[data-item]')].filter((item) => item.checkVisibility())

function next(items: HTMLElement[], key: string) {
  const at = items.indexOf(document.activeElement as HTMLElement)
  if (key === 'ArrowDown') return items[(at + 1) % items.length]
  if (key === 'ArrowUp') return items[at <= 0 ? items.length - 1 : at - 1]
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const rest = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  const starts = (item: HTMLElement) =>
    (item.dataset.item || item.textContent || '').trim().toLocaleLowerCase().startsWith(key.toLocaleLowerCase())
  return rest.find(starts)
}

/** Arrow keys, Home, End and type-ahead among `[data-item]`; ArrowDown on the button opens. */
export function onPopoverKey(event: KeyboardEvent) {
  if (
    !(event.target instanceof HTMLElement) ||
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey
  )
    return
  const popover = popoverAt(event.target)
  if (!popover?.querySelector('[data-item]')) return
  const typing = event.target.matches('input:not([type=radio], [type=checkbox]), textarea')
  if (typing && !/^Arrow(Down|Up)$/.test(event.key)) return
  if (event.target.matches('input[type=radio], select')) return
  if (!popover.matches(':popover-open')) {
    if (event.key !== 'ArrowDown' || !event.target.matches('[popovertarget]') || !popover.matches('.popover')) return
    popover.showPopover({ source: event.target })
  }
  const item = next(itemsOf(popover), event.key)
  if (!item) return
  event.preventDefault()
  item.focus()
}

/** A link that navigates without loading a document would leave its popover standing open. */
export function onPopoverClick(event: MouseEvent) {
  const link = event.target instanceof Element ? event.target.closest('[popover] a[href]') : null
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
  link.closest<HTMLElement>('[popover]:popover-open')?.hidePopover()
}

/** For browsers without CSS anchors: below (or above) the button, inside the window. */
export function placePopover(event: Event) {
  const popover = event.target
  if (!(popover instanceof HTMLElement) || !popover.matches('.popover:popover-open')) return
  if (CSS.supports('position-area', 'block-end')) return
  const from = opener(popover)?.getBoundingClientRect()
  if (!from) return
  const { width, height } = popover.getBoundingClientRect()
  const left = popover.dataset.align === 'end' ? from.right - width : from.left
  const fits = from.bottom + height + 12 < window.innerHeight && popover.dataset.side !== 'top'
  popover.style.inset = 'auto'
  popover.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`
  popover.style.top = `${fits ? from.bottom + 6 : Math.max(8, from.top - height - 6)}px`
}
