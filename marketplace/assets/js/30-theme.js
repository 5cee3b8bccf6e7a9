// Light, dark or automatic, without loading the page again.
const form = document.querySelector("form.theme-switch");
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const theme = event.submitter.value;
  fetch(form.action, {
    method: "POST",
    body: new FormData(form, event.submitter),
    redirect: "manual",
    keepalive: true, // the choice is kept even if the reader leaves at once
  });
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === event.submitter));
  }
});
