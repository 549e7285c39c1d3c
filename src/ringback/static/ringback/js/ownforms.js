// Without scripts every press sends the one form of the page, so that the note on it is kept. Here
// what is typed is kept by itself: each press has a small form of its own, and so has Enter in it.

export function own(part) {
  for (const each of part.querySelectorAll("[data-own]")) each.setAttribute("form", each.dataset.own);
}

own(document);
