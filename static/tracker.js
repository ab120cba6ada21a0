// Nothing here is needed: every page works without it. It wakes the design system's own
// enhancements (the menu, the error summary, counts of characters), and unfolds details for paper.
import { initAll } from "/static/vendor/nhsuk/nhsuk-frontend.min.js";

initAll();

let unfolded = [];

addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("main details:not([open])")];
  unfolded.forEach((details) => { details.open = true; });
});

addEventListener("afterprint", () => {
  unfolded.forEach((details) => { details.open = false; });
});
