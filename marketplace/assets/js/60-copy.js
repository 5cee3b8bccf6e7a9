// "Copy" buttons appear only where copying works; the text itself is always on the page.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).innerText);
      button.lastChild.textContent = button.dataset.copied;
    });
  }
}
