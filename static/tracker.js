// Nothing here is needed: every page works without it. It wakes the design system's own
// enhancements (the menu, the error summary, counts of characters), and unfolds details for paper.
import { initAll } from "/static/vendor/nhsuk/nhsuk-frontend.min.js";

initAll();

// How far long work is, asked for again and again until it has ended.
const progress = document.querySelector("[data-progress]");

const look = async () => {
  const answer = await fetch(progress.dataset.progress).catch(() => null);
  const told = answer?.ok && !answer.redirected ? await answer.json() : null;
  if (told?.ended) return location.reload();
  if (told) show(told);
  setTimeout(look, 3000);
};

const show = (told) => {
  const [says, bar] = [progress.querySelector("p"), progress.querySelector("progress")];
  if (says.textContent !== told.says) says.textContent = told.says;
  if (told.steps) [bar.max, bar.value] = [told.steps, told.steps_done];
};

if (progress) setTimeout(look, 1000);

let unfolded = [];

addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("main details:not([open])")];
  unfolded.forEach((details) => { details.open = true; });
});

addEventListener("afterprint", () => {
  unfolded.forEach((details) => { details.open = false; });
});
