import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { render, templateProblem, variablesOf } from '../../src/letters/liquid.ts'

const maria = { person: { name: 'Maria Lopez', phone: null }, order: { number: 'A-7', lines: [{ what: 'sand' }] } }

describe('values', () => {
  it('fill a template, with defaults, conditions and loops', () => {
    const template =
      'Dear {{ person.name | upcase }}{% if person.phone %} ({{ person.phone }}){% endif %}, {{ person.phone | default: "no phone" }}: {% for line in order.lines %}{{ line.what }}{% endfor %}'
    expect(render(template, maria)).toEqual({ text: 'Dear MARIA LOPEZ, no phone: sand', missing: [] })
  })

  it('that lack stay as they were written and are named', () => {
    const template =
      '{{ person.phone }} {{ order.number }} {{ ask.day | upcase }} {% for a in views %}{{ a }}{% endfor %}'
    expect(render(template, maria)).toEqual({
      text: '{{ person.phone }} A-7 {{ ask.day | upcase }} {% for a in views %}',
      missing: ['person.phone', 'ask.day', 'views'],
    })
    expect(render('{% assign x = person.phone %}{{ x }}', maria)).toEqual({ text: '{{ x }}', missing: ['x'] })
  })

  it('are never templates: whatever they hold appears letter by letter', () => {
    const braces = fc.constantFrom('{{ rep.email }}', '{% include "x" %}', '{{', '%}', '{%- raw -%}', '\n', '<b>', "'")
    const hostile = fc
      .array(fc.oneof(braces, fc.string({ unit: 'binary' })), { minLength: 1, maxLength: 5 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(hostile, (name) => {
        fc.pre(name.trim() !== '')
        expect(render('a{{ person.name }}b', { person: { name } })).toEqual({ text: `a${name}b`, missing: [] })
      }),
      { numRuns: 40 },
    )
  })

  it('are escaped in HTML, whatever filter the template asks for', () => {
    const values = { name: '<img src=x onerror=alert(1)>"\'&' }
    const safe = '&lt;img src=x onerror=alert(1)&gt;&#34;&#39;&amp;'
    expect(render('<b>{{ name }}</b>', values, 'html')).toEqual({ text: `<b>${safe}</b>`, missing: [] })
    expect(render('{{ name | escape }}', values, 'html')).toEqual({ text: safe, missing: [] })
    expect(render('{{ name | raw }}', values, 'html')).toMatchObject({ problem: expect.stringContaining('no filter') })
    expect(render('{{ a }}', { a: 'one\r\ntwo' }, 'html')).toEqual({ text: 'one<br>\ntwo', missing: [] })
  })

  it('have no inherited properties', () => {
    const filled = render('{{ a.constructor }}{{ constructor }}{{ a.__proto__ }}{{ a.toString }}', { a: {} })
    expect(filled).toMatchObject({ missing: ['a.constructor', 'constructor', 'a.__proto__', 'a.toString'] })
  })
})

describe('a template', () => {
  it('tells its variables with their lines', () => {
    const template = '{{ a.b }}\n{% for l in order.lines %}{{ l.x }}{{ ask["Which day?"] }}{% endfor %}{{ a.b }}'
    expect(variablesOf(template)).toEqual({
      variables: [
        { name: 'a.b', line: 1 },
        { name: 'order.lines', line: 2 },
        { name: "ask['Which day?']", line: 2 },
      ],
    })
  })

  it.each([
    ['one\n{{ person.name', 'Line 2: “{{ person.name” is not closed: write }} behind it.'],
    ['{% if a %}yes', 'Line 1: “{% if a %}” is not closed: write {% endif %} where it ends.'],
    ['{{ a | shout }}', /^Line 1: there is no filter “shout”: use one of append, /],
    ['{% include "/etc/passwd" %}', /^Line 1: there is no tag “include”: use assign, /],
    ['{% render "x" %}', /no tag “render”/],
    ['{% layout "x" %}', /no tag “layout”/],
    ['{{ }}', /^Line 1: this cannot be read .*: check the braces/],
  ])('that cannot be read names line and remedy: %s', (template, problem) => {
    expect(templateProblem(template)).toMatch(problem)
  })

  it.each([
    ['a loop of a billion', '{% for i in (1..1000000000) %}a{% endfor %}'],
    [
      'a billion ways through loops',
      `{% assign r = (1..1000) %}${'{% for a in r %}'.repeat(3)}${'{% endfor %}'.repeat(3)}`,
    ],
    ['a long text many times', `{% assign r = (1..9000) %}{% for a in r %}${'x'.repeat(50_000)}{% endfor %}`],
    ['a huge capture', `{% capture c %}{% for a in (1..9000) %}${'x'.repeat(50_000)}{% endfor %}{% endcapture %}`],
    ['a text doubled forty times', `{% assign s = "ants" %}${'{% assign s = s | append: s %}'.repeat(40)}`],
    ['a huge width', '{{ "2026-01-01" | date: "%1000000000d" }}'],
    ['a thousand levels', '{% if true %}'.repeat(1_900)],
    ['too many tags', '{{ a }}'.repeat(2_001)],
    ['a hundred thousand brackets', `{{ ${'a['.repeat(40_000)} }}`],
    ['an endless chain', `{{ a${' and a'.repeat(9_000)} }}`],
    ['an endless path', `{{ a${'.b'.repeat(40_000)} }}`],
    ['more characters than allowed', 'x'.repeat(100_001)],
  ])('of %s is refused within seconds', (_, template) => {
    const start = performance.now()
    expect(render(template, {})).toMatchObject({ problem: expect.stringMatching(/use |close it sooner/) })
    expect(performance.now() - start).toBeLessThan(5_000)
  })

  it('of whatever letters gives a text or a problem, never an error', () => {
    const part = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      'if',
      'for',
      'a',
      ' in ',
      '(1..3)',
      '|',
      'date',
      ':',
      '"',
      '-',
      '.',
    )
    const source = fc.array(fc.oneof(part, fc.string()), { maxLength: 30 }).map((all) => all.join(' '))
    fc.assert(fc.property(source, (template) => 'text' in render(template, maria) || templateProblem(template) !== ''))
  })
})
