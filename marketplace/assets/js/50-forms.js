// Forms: one submission per click, drafts saved while typing, a word before leaving unsaved text.
for (const form of document.querySelectorAll("form[method='post']:not(.theme-switch)")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector("[data-save-state]");
  const say = (name) => state && (state.textContent = state.dataset[name] ?? "");
  let timer;
  let unsaved = false;
  const save = async () => {
    say("saving");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
      });
      const isJson = answer.headers.get("Content-Type")?.includes("json");
      const said = isJson ? await answer.json() : {};
      if (!answer.ok || answer.redirected) throw new Error(said.message ?? "");
      for (const [name, value] of Object.entries(said.fields ?? {})) form.elements[name].value = value;
      unsaved = false;
      say("saved");
      form.dispatchEvent(new CustomEvent("saved"));
    } catch (refusal) {
      say("failed");
      if (state && refusal instanceof Error && refusal.message) state.textContent = refusal.message;
    }
  };
  form.addEventListener("input", () => {
    unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    unsaved = false;
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}
