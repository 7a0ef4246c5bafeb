/** What swaps a list in place: its filters, its rows and their number come anew. */
export function swapsReport(href: string) {
  return {
    'hx-get': href,
    'hx-target': '#report',
    'hx-select': '#report',
    'hx-swap': 'outerHTML',
    'hx-push-url': 'true',
    'hx-sync': '#report:replace',
  }
}
