import { Hono } from 'hono'
import { createTransport } from 'nodemailer'
import type { Desk, Web } from './desk.ts'
import { goOn } from './page.ts'

/** "Send a test mail": speaks SMTP to our own door, so that what works here works for customers. */
export function testMail({ config }: Desk): Hono<Web> {
  return new Hono<Web>().post('/test-mail', async (c) => {
    const words = c.get('ui').words.firstRun
    const host = ['0.0.0.0', '::', ''].includes(config.smtpHost) ? 'localhost' : config.smtpHost
    const timeouts = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 10_000 }
    const transport = createTransport({ host, port: config.smtpPort, secure: false, ignoreTLS: true, ...timeouts })
    try {
      await transport.sendMail({
        from: { name: words.testName, address: 'maria@antfarm.example' },
        to: config.supportAddress,
        subject: words.testSubject,
        text: words.testText,
      })
      return goOn(c, '/issues', { said: 'testMail' })
    } catch (error) {
      return goOn(c, '/issues', { refused: error instanceof Error ? error.message.slice(0, 200) : String(error) })
    } finally {
      transport.close()
    }
  })
}
