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
  const shows = form.querySelector("[data-autosave-shows]");
  let timer;
  let flight;
  let unsaved = false;
  const save = async () => {
    let why;
    say("saving");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
      });
      const isJson = answer.headers.get("Content-Type")?.includes("json");
      const said = isJson ? await answer.json() : {};
      why = said.message;
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      for (const [name, value] of Object.entries(said.fields ?? {})) form.elements[name].value = value;
      const version = answer.headers.get("X-Draft-Version");
      if (version) form.elements.namedItem("version").value = version;
      if (shows && !isJson && answer.status === 200) shows.innerHTML = await answer.text();
      unsaved = false;
      say("saved");
      form.dispatchEvent(new CustomEvent("saved"));
    } catch {
      say("failed");
      if (state && why) state.textContent = why;
    }
  };
  form.addEventListener("input", () => {
    unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      flight = save().finally(() => (flight = null));
    }, 1500);
  });
  // A submission waits for the save that is under way, whose version it must carry.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    unsaved = false;
    if (!flight) return;
    event.preventDefault();
    flight.then(() => {
      delete form.dataset.sent;
      form.requestSubmit(event.submitter);
    });
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}
