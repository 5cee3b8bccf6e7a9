// What is typed in a form marked data-keep survives a crash, a lost network or a lost session in
// this window. It comes back only over the very content that it was typed over (data-keep's basis).
const skip = /^(csrfmiddlewaretoken|do)$/;
const keepable = (field) =>
  field.name && !skip.test(field.name) && !["file", "password", "submit"].includes(field.type);
const fieldsOf = (form) => [...form.elements].filter(keepable);
const basisOf = (form) => (form.elements.basis ?? form.elements.version)?.defaultValue ?? "";
const snapshot = (form) =>
  fieldsOf(form).map((field) => [field.name, field.value, field.checked ?? false]);

for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = `kept:${location.pathname}`;
  const forget = () => sessionStorage.removeItem(key);
  const restore = () => {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
    const fields = fieldsOf(form);
    const fits = kept && kept.basis === basisOf(form) && kept.fields.length === fields.length;
    if (!fits || document.querySelector(".error-summary")) return forget();
    if (JSON.stringify(kept.fields) === JSON.stringify(snapshot(form))) return;
    fields.forEach((field, place) => {
      const [, value, checked] = kept.fields[place];
      if (["checkbox", "radio"].includes(field.type)) field.checked = checked;
      else if (field.type !== "hidden") field.value = value;
    });
    const state = form.querySelector("[data-save-state]");
    if (state) state.textContent = state.dataset.restored ?? "";
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  restore();
  form.addEventListener("input", () => {
    const kept = { basis: basisOf(form), fields: snapshot(form) };
    sessionStorage.setItem(key, JSON.stringify(kept));
  });
  form.addEventListener("saved", forget);
  form.addEventListener("submit", forget);
}
