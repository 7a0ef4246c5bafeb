import { HistoryPart, PreviewPart, VariablesPart } from './canned-parts.tsx'
import type { CannedFormProps } from './canned-props.ts'
import { Check } from './choices.tsx'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'

/** One response: its words and files, how they look for a real issue, what may stand in them, what they were before. */
export function CannedFormPage(props: CannedFormProps) {
  const { ui, id, values, mine } = props
  const words = ui.words.canned
  return (
    <main id="pane" class="page" tabindex={-1}>
      <p>
        <a class="link-button" href={ui.url('/settings/canned')}>
          {icon('chevron-left')} {words.toAll}
        </a>
      </p>
      <h1>{id === undefined ? words.add : values.title}</h1>
      {!mine && <p class="quiet">{words.notYours}</p>}
      <div class="canned-columns">
        <WordsForm {...props} />
        <div class="canned-side">
          <PreviewPart {...props} />
          <VariablesPart {...props} />
        </div>
      </div>
      {id !== undefined && <HistoryPart {...props} id={id} />}
    </main>
  )
}

function WordsForm({ ui, id, version, values, files, folders, previewIssue, mine }: CannedFormProps) {
  const words = ui.words.canned
  return (
    <form
      class="settings-form"
      method="post"
      enctype="multipart/form-data"
      action={ui.url(`/settings/canned/${id ?? 'new'}`)}
    >
      <input type="hidden" name="version" value={version} />
      {values.stale && (
        <p class="notice warn" role="alert">
          {icon('circle-alert')} {words.stale}
        </p>
      )}
      {values.problem && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {values.problem}
        </p>
      )}
      <TextFields ui={ui} values={values} folders={folders} />
      <Along ui={ui} id={id} values={values} files={files} />
      <input type="hidden" name="issue" value={previewIssue} />
      <div class="row-of-buttons">
        {mine && (
          <button type="submit" class="button primary" name="deed" value="save">
            {words.save}
          </button>
        )}
        <button type="submit" class="button" name="deed" value="preview">
          {icon('eye')} {words.check}
        </button>
      </div>
    </form>
  )
}

function TextFields({ ui, values, folders }: Pick<CannedFormProps, 'ui' | 'values' | 'folders'>) {
  const words = ui.words.canned
  return (
    <>
      <Field label={words.name} name="title" value={values.title} hint={words.nameHint} required />
      <div class="field">
        <label for="body">{words.text}</label>
        <textarea id="body" name="body" rows={10} maxlength={20_000} required aria-describedby="body-hint">
          {`\n${values.body}`}
        </textarea>
        <p class="hint" id="body-hint">
          {words.textHint}
        </p>
      </div>
      <div class="settings-grid">
        <div class="field">
          <label for="folder">{words.folder}</label>
          <input
            id="folder"
            name="folder"
            value={values.folder}
            list="folders"
            maxlength={100}
            aria-describedby="folder-hint"
          />
          <datalist id="folders">
            {folders.map((folder) => (
              <option value={folder} />
            ))}
          </datalist>
          <p class="hint" id="folder-hint">
            {words.folderHint}
          </p>
        </div>
        <Field label={words.language} name="language" value={values.language} hint={words.languageHint} />
      </div>
    </>
  )
}

/** Whose it is, and the files that go with it. */
function Along({ ui, id, values, files }: Pick<CannedFormProps, 'ui' | 'id' | 'values' | 'files'>) {
  const words = ui.words.canned
  return (
    <>
      {ui.may('settings') && <Check name="shared" label={words.share} checked={values.shared} hint={words.shareHint} />}
      <div class="field">
        <label for="files">{words.attach}</label>
        {files.map((file) => (
          <label class="choice">
            <input type="checkbox" name="file" value={file.id} checked /> {words.keepFile(file.filename)}{' '}
            <span class="quiet">{ui.dates.size(file.size)}</span>{' '}
            <a href={ui.url(`/settings/canned/${id}/files/${file.id}`)}>{icon('download')}</a>
          </label>
        ))}
        <input id="files" type="file" name="files" multiple aria-describedby="files-hint" />
        <p class="hint" id="files-hint">
          {words.attachHint}
        </p>
      </div>
    </>
  )
}
