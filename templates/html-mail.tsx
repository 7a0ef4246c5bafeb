import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

const style = `html{color-scheme:light}body{margin:0;padding:12px 16px;background:#fff;color:#1c1a18;font:15px/24px system-ui,sans-serif;overflow-wrap:anywhere}
img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #ccc}
.quoted>summary{display:inline-block;margin:4px 0;padding:0 8px;border-radius:9px;background:#efeae2;color:#5c554d;font:600 15px/14px system-ui,sans-serif;height:18px;letter-spacing:1px;cursor:pointer;list-style:none}
.quoted>summary::-webkit-details-marker{display:none}
.blocked{display:flex;gap:6px;align-items:center;margin:-12px -16px 12px;padding:6px 16px;background:#f6f3ee;color:#5c554d;font-size:13px;line-height:20px;border-bottom:1px solid #e2ddd4}
.blocked svg{fill:none;stroke:currentColor;stroke-width:2}`

/** A mail's HTML, already clean, as the whole document of its frame. */
export function HtmlMailPage({ ui, html, blocked }: { ui: Ui; html: string; blocked: number }) {
  return (
    <Frame ui={ui}>
      {blocked > 0 && (
        <p class="blocked">
          {icon('image')} {ui.words.html.blocked(blocked)}
        </p>
      )}
      {raw(html)}
    </Frame>
  )
}

export function NoHtmlPage({ ui, text }: { ui: Ui; text: string }) {
  return (
    <Frame ui={ui}>
      <p>{text}</p>
    </Frame>
  )
}

function Frame({ ui, children }: PropsWithChildren<{ ui: Ui }>) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={ui.language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <title>{ui.words.product}</title>
          <style>{raw(style)}</style>
        </head>
        <body>{children}</body>
      </html>
    </>
  )
}
