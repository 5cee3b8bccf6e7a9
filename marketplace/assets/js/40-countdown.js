// Keep "3 days 4 hours left" right on the server's clock. Quiet: never a live region.
const language = document.documentElement.lang;
const unit = (n, name) =>
  new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(n);

for (const shown of document.querySelectorAll("[data-countdown]")) {
  const until = Date.parse(shown.dataset.countdown);
  const ahead = Date.parse(shown.dataset.now) - Date.now();
  const tick = () => {
    const minutes = Math.floor((until - Date.now() - ahead) / 60000);
    if (minutes < 1) return;
    const days = Math.floor(minutes / 1440);
    const hours = Math.floor(minutes / 60) % 24;
    const time = [
      days && unit(days, "day"),
      hours && unit(hours, "hour"),
      !days && minutes % 60 && unit(minutes % 60, "minute"),
    ].filter(Boolean).join(" ");
    shown.textContent = language.startsWith("fr") ? `Il reste ${time}` : `${time} left`;
    setTimeout(tick, 30000);
  };
  if (until > Date.now() + ahead + 60000) setTimeout(tick, 30000);
}
