/** Where the focus goes when what had it is gone: the content of the page, as a whole. */
export function focusContent() {
  document.getElementById('content')?.focus({ preventScroll: true })
}
