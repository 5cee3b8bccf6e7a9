// A list with facets changes without loading the page again; the address stays the one to share.
let asked;
let shown = location.search;

// What had the focus is found again by its words: its address and its count may have changed.
const name = (control) => control.name || control.textContent.replace(/[\d\s]+/g, "");

async function show(url) {
  const old = document.querySelector("[data-live]");
  shown = url.search;
  asked?.abort();
  asked = new AbortController();
  old.ariaBusy = "true";
  try {
    const answer = await fetch(url, { signal: asked.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!answer.ok || !fresh) throw new Error(answer.statusText);
    const open = new Set([...old.querySelectorAll("details[open] > summary")].map(name));
    for (const summary of fresh.querySelectorAll("details > summary")) {
      summary.parentElement.open ||= open.has(name(summary));
    }
    const held = old.contains(document.activeElement) && name(document.activeElement);
    old.replaceWith(fresh);
    document.title = page.title;
    const controls = [...fresh.querySelectorAll("a, input, button, summary")];
    controls.find((control) => held && name(control) === held)?.focus({ preventScroll: true });
  } catch (failure) {
    if (failure.name !== "AbortError") location.assign(url);
  }
}

function go(event, url) {
  if (url.pathname !== location.pathname) return;
  event.preventDefault();
  history.pushState(null, "", url);
  show(url);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-live] a[href^='?']:not([rel='next'], [rel='prev'])");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) go(event, new URL(link.href));
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-live] form[method='get']")) return;
  const url = new URL(event.target.action);
  url.search = new URLSearchParams(new FormData(event.target));
  go(event, url);
});
addEventListener("popstate", () => {
  const moved = location.search !== shown && document.querySelector("[data-live]");
  if (moved) show(new URL(location.href));
});
