// Errors first: bring the summary into view, and its links to the control itself.
const summary = document.querySelector("[data-focus]");
summary?.focus();
summary?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  const controls = "input, select, textarea";
  const control = target?.matches(controls) ? target : target?.querySelector(controls);
  if (!control) return;
  event.preventDefault();
  control.focus();
  control.scrollIntoView({ block: "center" });
});
