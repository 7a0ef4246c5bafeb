import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'

/** The mail that a letter answers: its plain text and the line above it ("On …, … wrote:"). */
export type Quote = Readonly<{ line: string; text: string /** Forwarded: it goes on as it came. */; whole?: boolean }>

type LetterProps = {
  text: string
  html?: string | undefined
  signature?: string | undefined
  quote?: Quote | undefined
}

/**
 * A letter's HTML: what the rep wrote, then the mail it answers. `html` is already clean; without it the text is
 * set in paragraphs. Inline styles only, since mail programs drop the rest.
 */
export const Letter: FC<LetterProps> = (props) => (
  <div style="font:15px/24px -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#1f1d1a">
    {props.html === undefined ? <Paragraphs text={props.text} /> : raw(props.html)}
    {props.signature && (
      <div style="color:#6b665e">
        <Paragraphs text={`-- \n${props.signature}`} />
      </div>
    )}
    {props.quote && <Quoted quote={props.quote} />}
  </div>
)

const Quoted: FC<{ quote: Quote }> = ({ quote }) => (
  <div style="color:#6b665e">
    {quote.whole ? <Paragraphs text={quote.line} /> : <p style="margin:24px 0 8px">{quote.line}</p>}
    <blockquote type="cite" style="margin:0;padding-left:12px;border-left:2px solid #d8d3ca">
      <Paragraphs text={quote.text} />
    </blockquote>
  </div>
)

/** Blank lines part paragraphs, line ends stay line ends, addresses become links. */
const Paragraphs: FC<{ text: string }> = ({ text }) => (
  <>
    {text.split(/\n{2,}/).map((paragraph) => (
      <p style="margin:0 0 12px">
        {paragraph.split('\n').map((line, at) => (
          <>
            {at > 0 && <br />}
            <Line text={line} />
          </>
        ))}
      </p>
    ))}
  </>
)

const Line: FC<{ text: string }> = ({ text }) => (
  <>
    {text
      .split(/(https?:\/\/[^\s<>"'()]{1,2000})/)
      .map((part, at) => (at % 2 === 1 ? <Link text={part} /> : part.replace(/ {2}/g, ' \u00a0')))}
  </>
)

/** The full stop after an address belongs to the sentence. */
const Link: FC<{ text: string }> = ({ text }) => {
  const href = text.replace(/[.,;:!?]+$/, '')
  return (
    <>
      <a href={href}>{href}</a>
      {text.slice(href.length)}
    </>
  )
}
