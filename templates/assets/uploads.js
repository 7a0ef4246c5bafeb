// Files go to the server at once, each with its progress; the letter then only names them.
const mostBytes = 18 << 20

function startUploads(composer) {
  const input = $('input[type=file]', composer)
  if (!input) return
  input.addEventListener('change', () => {
    uploadAll(composer, [...input.files])
    input.value = ''
  })
  composer.addEventListener('dragover', (event) => {
    if (![...event.dataTransfer.types].includes('Files')) return
    event.preventDefault()
    composer.classList.add('dropping')
  })
  composer.addEventListener('dragleave', (event) => {
    if (!composer.contains(event.relatedTarget)) composer.classList.remove('dropping')
  })
  composer.addEventListener('drop', (event) => {
    composer.classList.remove('dropping')
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    uploadAll(composer, [...event.dataTransfer.files], event.target.matches('textarea'))
  })
  composer.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])]
    // What is copied from a text program comes with a picture of itself: then the text is meant.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    uploadAll(composer, files, true)
  })
  composer.addEventListener('click', (event) => showPicture(composer, event))
}

/** `inText`: pictures among them stand where the cursor is. */
function uploadAll(composer, files, inText = false) {
  const all = files.map((file) => uploadOne(composer, file, inText && /^image\//.test(file.type)))
  const done = Promise.all([composer.uploading, ...all]).then(() => {
    if (composer.uploading === done) composer.uploading = undefined
  })
  composer.uploading = done
}

async function uploadOne(composer, file, inText) {
  const chip = uploadChip(composer, file)
  const place = $('[data-uploads]', composer)
  const sofar = $$('[data-size]', place).reduce((sum, each) => sum + Number(each.dataset.size), 0)
  if (file.size > mostBytes)
    return failUpload(chip, words.fileTooLarge.replace('{name}', file.name).replace('{size}', megabytes(file.size)))
  if (sofar + file.size > mostBytes) return failUpload(chip, words.filesTooLarge)
  chip.dataset.size = file.size
  const kept = await sendFile(place.dataset.uploadUrl, file, (part) => {
    $('progress', chip).value = part
  })
  if (!kept.id) {
    delete chip.dataset.size
    return failUpload(chip, kept.problem ?? words.uploadFailed.replace('{name}', file.name))
  }
  finishUpload(composer, chip, file, kept)
  if (inText) putPicture(composer, kept.id, file.name)
  say(words.attachedNow.replace('{name}', file.name))
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`

/** fetch tells nothing of what has gone up; XMLHttpRequest does. */
function sendFile(url, file, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.responseType = 'json'
    request.upload.addEventListener('progress', (event) => progress(event.loaded / event.total))
    request.addEventListener('load', () => resolve(request.response ?? {}))
    request.addEventListener('error', () => resolve({}))
    const form = new FormData()
    form.set('file', file)
    request.send(form)
  })
}

function uploadChip(composer, file) {
  const place = $('[data-uploads]', composer)
  place.hidden = false
  const chip = Object.assign(document.createElement('span'), { className: 'chip uploading' })
  const bar = document.createElement('progress')
  bar.setAttribute('aria-label', words.uploadingFile.replace('{name}', file.name))
  chip.append(Object.assign(document.createElement('span'), { textContent: file.name }), bar)
  place.append(chip)
  return chip
}

/** The same as templates/composer-parts.tsx makes. */
function finishUpload(composer, chip, file, { id, sizeText, contentType }) {
  const label = Object.assign(document.createElement('label'), { className: 'chip' })
  Object.assign(label.dataset, { upload: id, size: file.size, type: contentType, name: file.name })
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', name: 'upload', value: id })
  box.checked = true
  label.append(box, ` ${file.name} ${sizeText}`)
  chip.replaceWith(label)
  if (/^image\//.test(file.type)) label.append(pictureButton())
  composer.dispatchEvent(new Event('input', { bubbles: true }))
}

function pictureButton() {
  const button = document.createElement('button')
  Object.assign(button, { type: 'button', className: 'link-button', textContent: words.showPicture })
  button.dataset.picture = ''
  return button
}

function failUpload(chip, text) {
  chip.classList.replace('uploading', 'bad')
  chip.setAttribute('role', 'alert')
  const off = document.createElement('button')
  Object.assign(off, { type: 'button', className: 'link-button', textContent: '×', title: words.dismiss })
  off.setAttribute('aria-label', words.dismiss)
  off.addEventListener('click', () => chip.remove())
  chip.replaceChildren(Object.assign(document.createElement('span'), { textContent: text }), off)
}

function showPicture(composer, event) {
  if (!event.target.closest('[data-picture]')) return
  event.preventDefault()
  const { upload, name } = event.target.closest('[data-upload]').dataset
  putPicture(composer, upload, name)
}

/** Through the browser's own insertion, so that its undo takes it back. */
function putPicture(composer, id, name) {
  const text = $('textarea', composer)
  const alt = name.replace(/[[\]\n]/g, ' ').slice(0, 100)
  text.focus()
  document.execCommand('insertText', false, `![${alt}](attachment:${id})`)
}
